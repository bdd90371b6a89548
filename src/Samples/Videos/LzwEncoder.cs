namespace UniBind.Grid.Samples;

/// <summary>GIF's variant of LZW (GIF89a, appendix F): codes of growing width, least significant bit first, in blocks of at most 255 bytes.</summary>
internal ref struct LzwEncoder
{
    private const int MaxCodes = 4096;
    private readonly Stream _output;
    private readonly Span<byte> _block;
    private int _filled;
    private uint _bits;
    private int _bitCount;

    private LzwEncoder(Stream output, Span<byte> block)
    {
        _output = output;
        _block = block;
    }

    /// <summary>Writes the indices of one frame, each below 2^<paramref name="bits"/>; bits is 2 to 8.</summary>
    public static void Write(Stream output, ReadOnlySpan<byte> indices, int bits)
    {
        var encoder = new LzwEncoder(output, stackalloc byte[255]);
        encoder.Encode(indices, bits);
    }

    private void Encode(ReadOnlySpan<byte> indices, int bits)
    {
        var clear = 1 << bits;
        var strings = new StringTable();
        var width = bits + 1;
        var next = clear + 2;
        Put(clear, width);
        int prefix = indices[0];
        foreach (var index in indices[1..])
        {
            ref var code = ref strings.Find(prefix, index);
            if (code != 0)
            {
                prefix = code;
                continue;
            }

            Put(prefix, width);
            prefix = index;
            if (next == MaxCodes)
            {
                Put(clear, width);
                strings.Clear();
                width = bits + 1;
                next = clear + 2;
                continue;
            }

            code = (ushort)next;
            // The decoder learns each code one step later, so the width grows when the code that does not fit is assigned.
            if (next == 1 << width)
                width++;
            next++;
        }

        Put(prefix, width);
        // The decoder has assigned one more code by the time it reads the end code.
        if (next == 1 << width && width < 12)
            width++;
        Put(clear + 1, width);
        Flush();
    }

    private void Put(int code, int width)
    {
        _bits |= (uint)code << _bitCount;
        _bitCount += width;
        while (_bitCount >= 8)
        {
            PutByte((byte)_bits);
            _bits >>= 8;
            _bitCount -= 8;
        }
    }

    private void PutByte(byte value)
    {
        _block[_filled++] = value;
        if (_filled == _block.Length)
            FlushBlock();
    }

    private void Flush()
    {
        if (_bitCount > 0)
            PutByte((byte)_bits);
        FlushBlock();
        _output.WriteByte(0);
    }

    private void FlushBlock()
    {
        if (_filled == 0)
            return;
        _output.WriteByte((byte)_filled);
        _output.Write(_block[.._filled]);
        _filled = 0;
    }

    /// <summary>The code of each string seen: open addressing over (code of its prefix, last index), at most half full.</summary>
    private readonly struct StringTable()
    {
        private const int Slots = 2 * MaxCodes;
        private readonly int[] _keys = new int[Slots];
        private readonly ushort[] _codes = new ushort[Slots];

        /// <summary>The place of a string's code; 0 when the string is new, for no longer string has code 0.</summary>
        public ref ushort Find(int prefix, byte index)
        {
            var key = ((prefix << 8) | index) + 1;
            var slot = (int)((uint)key * 0x9E3779B1 >> 19);
            while (_codes[slot] != 0 && _keys[slot] != key)
                slot = (slot + 1) & (Slots - 1);
            _keys[slot] = key;
            return ref _codes[slot];
        }

        public void Clear() => Array.Clear(_codes);
    }
}
