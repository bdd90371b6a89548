namespace UniBind.Grid.Media;

/// <summary>A scalar type of a NumPy array.</summary>
/// <param name="Kind">NumPy's kind letter: <c>b i u f</c> are numbers; <c>c S U V M m</c> are known but not read.</param>
/// <param name="Size">The size in bytes.</param>
/// <param name="BigEndian">True for <c>&gt;</c>.</param>
internal readonly record struct NpyType(char Kind, int Size, bool BigEndian)
{
    /// <summary>The largest scalar that is taken for sound; longer texts are of no use here.</summary>
    private const int MaxSize = 1 << 16;

    /// <summary>True when the values are booleans, integers or floating point numbers.</summary>
    public bool IsNumeric => (Kind, Size) is ('b', 1) or ('i' or 'u', 1 or 2 or 4 or 8) or ('f', 2 or 4 or 8);

    /// <summary>True when the values are floating point numbers.</summary>
    public bool IsFloat => Kind == 'f';

    /// <summary>Reads a type as it stands in a header, for example <c>&lt;f4</c>, <c>|b1</c>, <c>&gt;i8</c>.</summary>
    /// <exception cref="ItemException">The type is unknown, or <c>O</c> (Python objects, which only unpickling could read).</exception>
    public static NpyType Parse(string text)
    {
        var order = text.Length > 0 && text[0] is '<' or '>' or '|' or '=' ? text[0] : '=';
        var rest = text.AsSpan(order == '=' && !text.StartsWith('=') ? 0 : 1);
        if (rest.Length > 0 && rest[0] == 'O')
            throw Refuse.Forbidden("The NumPy array holds Python objects, which only unpickling could read; save it with a numeric dtype.");
        if (rest is "?")
            return new NpyType('b', 1, false);
        if (rest.Length < 2 || !"biufcSUVMm".Contains(rest[0]))
            throw Refuse.Corrupt($"The NumPy header names the unknown dtype '{text}'.");

        var kind = rest[0];
        var unit = rest.IndexOf('[');
        var digits = rest[1..(unit < 0 ? rest.Length : unit)];
        if (!int.TryParse(digits, System.Globalization.NumberStyles.None, null, out var size) || size > MaxSize)
            throw Refuse.Corrupt($"The NumPy header names the dtype '{text}', whose size is no sound number.");
        return new NpyType(kind, kind == 'U' ? 4 * size : size, order == '>');
    }
}
