namespace UniBind.Grid.Corpora;

/// <summary>Reads a stream line by line as bytes, with each line's place in the file, in memory bounded by the longest line allowed.</summary>
/// <remarks>Not thread-safe. Lines end with LF or CRLF; a byte-order mark at the start is skipped.</remarks>
internal sealed class LineReader(Stream stream, int maxLineBytes)
{
    private byte[] _buffer = new byte[Math.Min(1 << 17, maxLineBytes + 2)];
    private int _start;
    private int _end;
    private long _bufferOffset;
    private bool _ended;
    private bool _begun;

    /// <summary>The number of the current line, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>The current line's first byte in the stream.</summary>
    public long Offset { get; private set; }

    /// <summary>True when the current line is longer than allowed; it was passed over and <see cref="Line"/> is empty.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>The current line without its end, until the next <see cref="Read"/>.</summary>
    public ReadOnlyMemory<byte> Line { get; private set; }

    /// <summary>Goes to the next line; false at the end.</summary>
    public bool Read()
    {
        if (!_begun)
            SkipByteOrderMark();
        IsTooLong = false;
        Line = default;
        var searched = 0;
        var skipped = false;
        while (true)
        {
            var found = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (found >= 0)
            {
                Take(searched + found, 1, skipped);
                return true;
            }
            searched = _end - _start;
            if (searched > maxLineBytes)
            {
                if (!skipped)
                    Offset = _bufferOffset + _start;
                skipped = true;
                _start = _end;
                searched = 0;
            }
            if (_ended)
            {
                if (searched == 0 && !skipped)
                    return false;
                Take(searched, 0, skipped);
                return true;
            }
            Fill();
        }
    }

    private void Take(int length, int ending, bool skipped)
    {
        Number++;
        if (skipped)
        {
            IsTooLong = true;
        }
        else
        {
            Offset = _bufferOffset + _start;
            var line = _buffer.AsMemory(_start, length);
            if (length > 0 && line.Span[^1] == '\r')
                line = line[..^1];
            IsTooLong = line.Length > maxLineBytes;
            Line = IsTooLong ? default : line;
        }
        _start += length + ending;
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _bufferOffset += _start;
            _end -= _start;
            _start = 0;
        }
        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, (int)Math.Min(2L * _buffer.Length, maxLineBytes + 2L));
        var read = stream.Read(_buffer.AsSpan(_end));
        _ended = read == 0;
        _end += read;
    }

    private void SkipByteOrderMark()
    {
        _begun = true;
        while (!_ended && _end < 3)
            Fill();
        if (_buffer.AsSpan(0, _end).StartsWith("\uFEFF"u8))
            _start = 3;
    }
}
