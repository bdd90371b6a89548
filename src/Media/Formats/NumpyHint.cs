using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;

namespace UniBind.Grid.Media;

/// <summary>Tells whether NumPy files hold events or points, by the header of an array and by the names in an archive.</summary>
internal static partial class NumpyHint
{
    private const int EndRecordLength = 22;
    private const int EntryLength = 46;
    private const int MostDirectoryBytes = 1 << 16;

    /// <summary>What an array holds: records with x, y, t, p or four columns of integers are events; three columns or more, or x, y, z, are points.</summary>
    /// <returns>Null when it is neither.</returns>
    internal static Modality? OfArray(ReadOnlySpan<byte> head)
    {
        // The header is a Python literal behind the magic, the version and its length.
        var header = Encoding.Latin1.GetString(head[Math.Min(10, head.Length)..]);
        var end = header.IndexOf('}');
        if (end >= 0)
            header = header[..end];
        var fields = FieldName().Matches(header).Select(m => TextHint.Column(m.Groups[1].Value)).ToHashSet();
        if (fields.Count > 0)
            return IsEvents(fields) ? Modality.Event : fields.IsSupersetOf(["x", "y", "z"]) ? Modality.PointCloud : null;
        var columns = Columns().Match(header) is { Success: true } shape && int.TryParse(shape.Groups[1].Value, out var n) ? n : 0;
        var type = ScalarType().Match(header).Groups[1].Value;
        return columns == 4 && type is "i" or "u" ? Modality.Event
            : columns >= 3 && type is "f" or "i" or "u" ? Modality.PointCloud
            : null;
    }

    /// <summary>What an archive holds: arrays x, y, t, p, or one named for events, are events; anything else is points.</summary>
    /// <returns>Null when the content is no zip archive with arrays in it.</returns>
    /// <exception cref="ItemException">The content cannot be read.</exception>
    internal static Modality? OfArchive(MediaContent content)
    {
        var names = ArrayNames(content);
        return names.Count == 0 ? null
            : IsEvents(names) || names.Overlaps(["event_data", "events"]) ? Modality.Event
            : Modality.PointCloud;
    }

    private static bool IsEvents(HashSet<string> names) => names.Select(TextHint.Column).ToHashSet().IsSupersetOf(["x", "y", "t", "p"]);

    // The names stand in the directory at the end of the archive (APPNOTE 4.3.12, 4.3.16), of which the first 64 KiB are enough.
    private static HashSet<string> ArrayNames(MediaContent content)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        using var stream = content.OpenRead();
        var tail = Read(stream, content.Length - Math.Min(content.Length, MostDirectoryBytes + EndRecordLength));
        var end = tail.AsSpan().LastIndexOf("PK\x05\x06"u8);
        if (end < 0 || tail.Length < end + EndRecordLength)
            return names;
        var start = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end + 16));
        ReadOnlySpan<byte> directory = start < content.Length ? Read(stream, start) : [];
        while (directory.Length >= EntryLength && directory.StartsWith("PK\x01\x02"u8))
        {
            int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(directory[28..]);
            var rest = BinaryPrimitives.ReadUInt16LittleEndian(directory[30..]) + BinaryPrimitives.ReadUInt16LittleEndian(directory[32..]);
            if (directory.Length < EntryLength + nameLength + rest)
                break;
            var name = Encoding.UTF8.GetString(directory.Slice(EntryLength, nameLength));
            if (name.EndsWith(".npy", StringComparison.OrdinalIgnoreCase))
                names.Add(name[..^4]);
            directory = directory[(EntryLength + nameLength + rest)..];
        }
        return names;
    }

    private static byte[] Read(Stream stream, long at)
    {
        stream.Position = at;
        var bytes = new byte[Math.Min(MostDirectoryBytes + EndRecordLength, stream.Length - at)];
        var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return bytes[..read];
    }

    [GeneratedRegex(@"\(\s*'([^']{1,64})'\s*,\s*'[<>=|]?[a-zA-Z?]", RegexOptions.CultureInvariant)]
    private static partial Regex FieldName();

    [GeneratedRegex(@"'shape':\s*\(\s*\d+\s*,\s*(\d{1,9})\s*,?\s*\)", RegexOptions.CultureInvariant)]
    private static partial Regex Columns();

    [GeneratedRegex(@"'descr':\s*'[<>=|]([a-zA-Z])\d+'", RegexOptions.CultureInvariant)]
    private static partial Regex ScalarType();
}
