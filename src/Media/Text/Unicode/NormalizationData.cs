using System.Globalization;

namespace UniBind.Grid.Media;

/// <summary>Combining classes, decompositions and compositions of Unicode 15.0, read once from the embedded table.</summary>
/// <remarks>Immutable after loading. Hangul syllables are not in the table: <see cref="UnicodeNormalization"/> computes them.</remarks>
internal sealed class NormalizationData
{
    private const int PageBits = 8;
    private readonly ushort[] _pageOf = new ushort[0x110000 >> PageBits];
    private readonly List<ushort[]> _pages = [new ushort[1 << PageBits]];
    private readonly List<Entry> _entries = [default];
    private readonly Dictionary<long, int> _compositions = [];

    private NormalizationData(TextReader table)
    {
        while (table.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
                Add(line.Split(';'));
        }
    }

    /// <summary>The table that ships with the assembly.</summary>
    public static NormalizationData Instance { get; } = Load();

    /// <summary>The canonical combining class of a code point; 0 for starters.</summary>
    public int CombiningClass(int codePoint) => Find(codePoint).Class;

    /// <summary>The one-step decomposition of a code point, or null when it has none of the asked kind.</summary>
    public int[]? Decomposition(int codePoint, bool compatibility)
    {
        var entry = Find(codePoint);
        return compatibility || entry.Canonical ? entry.Decomposition : null;
    }

    /// <summary>The primary composite of two code points, or -1.</summary>
    public int Compose(int first, int second) =>
        _compositions.TryGetValue(Key(first, second), out var composite) ? composite : -1;

    private static long Key(int first, int second) => ((long)first << 32) | (uint)second;

    private static NormalizationData Load()
    {
        using var stream = typeof(NormalizationData).Assembly.GetManifestResourceStream("UniBind.Grid.Media.normalization.txt")!;
        using var reader = new StreamReader(stream);
        return new NormalizationData(reader);
    }

    private Entry Find(int codePoint) =>
        _entries[_pages[_pageOf[codePoint >> PageBits]][codePoint & ((1 << PageBits) - 1)]];

    private void Add(string[] fields)
    {
        var codePoint = Hex(fields[0]);
        var combiningClass = fields[1].Length == 0 ? 0 : int.Parse(fields[1], CultureInfo.InvariantCulture);
        var mapping = fields.Length > 2 ? fields[2] : "";
        var decomposition = mapping.Length == 0 ? null : mapping[1..].Split(' ').Select(Hex).ToArray();
        if (mapping.StartsWith('=') && decomposition is [var first, var second])
            _compositions.Add(Key(first, second), codePoint);

        ref var page = ref _pageOf[codePoint >> PageBits];
        if (page == 0)
        {
            page = (ushort)_pages.Count;
            _pages.Add(new ushort[1 << PageBits]);
        }
        _pages[page][codePoint & ((1 << PageBits) - 1)] = (ushort)_entries.Count;
        _entries.Add(new Entry((byte)combiningClass, !mapping.StartsWith('~'), decomposition));
    }

    private static int Hex(string text) => int.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private readonly record struct Entry(byte Class, bool Canonical, int[]? Decomposition);
}
