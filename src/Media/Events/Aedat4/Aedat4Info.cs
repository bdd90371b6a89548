using System.Globalization;
using System.Xml;

namespace UniBind.Grid.Media;

/// <summary>Reads the info node of an AEDAT 4 file: an XML tree whose nodes <c>outInfo/ID</c> describe the streams.</summary>
internal static class Aedat4Info
{
    private const int MaxDepth = 64;

    /// <summary>The streams in the order of the file; none when the file has no info node.</summary>
    /// <exception cref="ItemException">The info node is no well-formed XML.</exception>
    public static IReadOnlyList<Aedat4Stream> Parse(ReadOnlySpan<byte> xml)
    {
        xml = xml.TrimEnd("\0 \n\r\t"u8);
        if (xml.IsEmpty)
            return [];
        try
        {
            return Read(xml.ToArray());
        }
        catch (XmlException e)
        {
            throw Refuse.Corrupt("The info node of the recording is no well-formed XML.", e);
        }
    }

    private static List<Aedat4Stream> Read(byte[] xml)
    {
        // No document types: they are how XML reaches other files and grows without bound.
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
        using var reader = XmlReader.Create(new MemoryStream(xml), settings);
        var streams = new List<Aedat4Stream>();
        var path = new List<string>();
        var key = "";
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element when reader.Name == "node":
                    if (path.Count == MaxDepth)
                        throw Refuse.Corrupt("The info node of the recording is nested too deeply.");
                    if (!reader.IsEmptyElement)
                        path.Add(reader.GetAttribute("name") ?? "");
                    break;
                case XmlNodeType.EndElement when reader.Name == "node":
                    path.RemoveAt(path.Count - 1);
                    break;
                case XmlNodeType.Element when reader.Name == "attr":
                    key = reader.GetAttribute("key") ?? "";
                    break;
                case XmlNodeType.Text:
                    Take(streams, path, key, reader.Value);
                    break;
            }
        }
        return streams;
    }

    private static void Take(List<Aedat4Stream> streams, List<string> path, string key, string value)
    {
        var inside = path is [.., "outInfo", _] ? path[^1] : path is [.., "outInfo", _, "info"] ? path[^2] : null;
        if (!int.TryParse(inside, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            return;
        var index = streams.FindIndex(s => s.Id == id);
        if (index < 0)
        {
            index = streams.Count;
            streams.Add(new Aedat4Stream(id, null, null, null));
        }
        streams[index] = key switch
        {
            "typeIdentifier" => streams[index] with { Type = value },
            "sizeX" => streams[index] with { Width = Size(value) },
            "sizeY" => streams[index] with { Height = Size(value) },
            _ => streams[index],
        };
    }

    private static int? Size(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size is > 0 and <= ushort.MaxValue + 1 ? size : null;
}
