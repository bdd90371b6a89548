namespace UniBind.Grid.Media;

/// <summary>The header of a PLY file.</summary>
/// <param name="Encoding">How the body is written.</param>
/// <param name="Elements">The elements in file order.</param>
/// <param name="DataOffset">Where the body begins.</param>
internal sealed record PlyHeader(PlyEncoding Encoding, IReadOnlyList<PlyElement> Elements, int DataOffset)
{
    private const int MaxLength = 1 << 16;
    private const int MaxProperties = 1_024;

    /// <summary>Parses the header at the start of a file.</summary>
    /// <exception cref="ItemException">The header is damaged, too long, or of another version.</exception>
    public static PlyHeader Parse(ReadOnlySpan<byte> bytes)
    {
        var scanner = new Utf8Scanner(bytes[..Math.Min(bytes.Length, MaxLength)]);
        if (!scanner.ReadLine().TrimEnd((byte)' ').SequenceEqual("ply"u8))
            throw Refuse.Corrupt("The file does not begin with the line 'ply'.");

        PlyEncoding? encoding = null;
        var elements = new List<PlyElement>();
        var properties = new List<PlyProperty>();
        var total = 0;
        while (!scanner.AtEnd)
        {
            var line = scanner.ReadLine();
            var words = System.Text.Encoding.UTF8.GetString(line).Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            switch (words)
            {
                case [] or ["comment" or "obj_info", ..]:
                    break;
                case ["format", var name, "1.0"] when encoding is null:
                    encoding = ParseEncoding(name);
                    break;
                case ["element", var name, var count]:
                    properties = [];
                    elements.Add(new PlyElement(name, ParseCount(name, count), properties));
                    break;
                case ["property", "list", var count, var type, var name] when elements.Count > 0:
                    properties.Add(new PlyProperty(name, PlyScalar.Parse(type), ParseListCount(count)));
                    break;
                case ["property", var type, var name] when elements.Count > 0:
                    properties.Add(new PlyProperty(name, PlyScalar.Parse(type), null));
                    break;
                case ["end_header"]:
                    return new PlyHeader(encoding ?? throw Refuse.Corrupt("The PLY header names no format."), elements, scanner.Position);
                default:
                    throw Refuse.Corrupt($"The PLY header has the line '{Shorten(words)}', which has no meaning there.");
            }
            if (++total > MaxProperties)
                throw Refuse.Corrupt($"The PLY header has more than {MaxProperties} lines.");
        }
        throw Refuse.Corrupt("The PLY header has no end.");
    }

    private static PlyEncoding ParseEncoding(string name) => name switch
    {
        "ascii" => PlyEncoding.Ascii,
        "binary_little_endian" => PlyEncoding.LittleEndian,
        "binary_big_endian" => PlyEncoding.BigEndian,
        _ => throw Refuse.Unsupported($"The PLY format '{name}' is unknown; ascii, binary_little_endian and binary_big_endian are read."),
    };

    private static long ParseCount(string name, string count) =>
        long.TryParse(count, System.Globalization.NumberStyles.None, null, out var value)
            ? value
            : throw Refuse.Corrupt($"The PLY element '{name}' has no sound count.");

    private static PlyType ParseListCount(string name) => PlyScalar.Parse(name) is var type and not (PlyType.Float32 or PlyType.Float64)
        ? type
        : throw Refuse.Corrupt("A PLY list has a length that is no integer.");

    private static string Shorten(string[] words)
    {
        var line = string.Join(' ', words);
        return line.Length <= 60 ? line : line[..60];
    }
}
