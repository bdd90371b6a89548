using System.Text;

namespace UniBind.Grid.Corpora;

/// <summary>The fields of a 512-byte tar header that a listing needs (POSIX.1-1988 ustar, with GNU's base-256 sizes).</summary>
internal readonly ref struct TarHeader(ReadOnlySpan<byte> block)
{
    public const int Size = 512;
    private readonly ReadOnlySpan<byte> _block = block;

    /// <summary>The type flag: <c>0</c> (or NUL, or <c>7</c>) file, <c>1</c> and <c>2</c> links, <c>3</c> to <c>6</c> devices, folders and pipes, <c>x</c>, <c>g</c>, <c>L</c>, <c>K</c> extensions.</summary>
    public char Type => (char)_block[156];

    /// <summary>True for the zero block that ends an archive.</summary>
    public bool IsEnd => !_block.ContainsAnyExcept((byte)0);

    /// <summary>The name, the ustar prefix included.</summary>
    public string Name
    {
        get
        {
            var name = Text(_block[..100]);
            var isPosix = _block.Slice(257, 6).SequenceEqual("ustar\0"u8);
            return isPosix && _block[345] != 0 ? $"{Text(_block.Slice(345, 155))}/{name}" : name;
        }
    }

    /// <summary>The size of the content; -1 when the field is no number.</summary>
    public long ContentBytes => Number(_block.Slice(124, 12));

    /// <summary>True when the checksum (the sum of all bytes with its own field as spaces; some old writers sum signed bytes) is right.</summary>
    public bool HasValidChecksum
    {
        get
        {
            long unsigned = 0, signed = 0;
            for (var i = 0; i < Size; i++)
            {
                var value = i is >= 148 and < 156 ? (byte)' ' : _block[i];
                unsigned += value;
                signed += (sbyte)value;
            }
            var stored = Number(_block.Slice(148, 8));
            return stored == unsigned || stored == signed;
        }
    }

    private static string Text(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
    }

    private static long Number(ReadOnlySpan<byte> field)
    {
        if ((field[0] & 0x80) != 0)
            return Base256(field);
        var digits = field.Trim(" \0"u8);
        if (digits.IsEmpty)
            return 0;
        long value = 0;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'7')
                return -1;
            value = (value << 3) + (digit - '0');
        }
        return value;
    }

    private static long Base256(ReadOnlySpan<byte> field)
    {
        long value = field[0] & 0x7F;
        foreach (var part in field[1..])
        {
            if (value > long.MaxValue >> 8)
                return -1;
            value = (value << 8) | part;
        }
        return value;
    }
}
