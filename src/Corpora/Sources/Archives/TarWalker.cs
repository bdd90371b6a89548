using System.Globalization;
using System.Text;

namespace UniBind.Grid.Corpora;

/// <summary>Walks the headers of a tar (ustar, pax, GNU long names) without reading contents, so that every entry's place in the file is known.</summary>
/// <remarks>Not thread-safe. Every size is checked against the stream's length before it is used.</remarks>
internal sealed class TarWalker(Stream stream)
{
    private const int MaxExtension = 1 << 20;
    private readonly byte[] _block = new byte[TarHeader.Size];
    private long _next;
    private string? _longName;
    private string? _paxName;
    private long _paxSize = -1;
    private bool _paxSparse;

    /// <summary>Goes to the next entry; false at the end of the archive.</summary>
    /// <exception cref="InvalidDataException">The archive is damaged at this point; nothing behind it can be found.</exception>
    public bool Read(out ArchiveEntry entry)
    {
        entry = default;
        while (true)
        {
            stream.Position = _next;
            var read = stream.ReadAtLeast(_block, _block.Length, throwOnEndOfStream: false);
            if (read == 0)
                return false;
            if (read < _block.Length)
                throw Damaged("it ends inside a header");
            var header = new TarHeader(_block);
            if (header.IsEnd)
                return false;
            if (!header.HasValidChecksum)
                throw Damaged("a header's checksum is wrong");
            var content = _next + TarHeader.Size;
            var size = _paxSize >= 0 && !IsExtension(header.Type) ? _paxSize : header.ContentBytes;
            if (size < 0 || size > stream.Length - content)
                throw Damaged("an entry is longer than the archive");
            _next = content + (size + TarHeader.Size - 1) / TarHeader.Size * TarHeader.Size;
            if (IsExtension(header.Type))
            {
                Extend(header.Type, content, size);
                continue;
            }
            entry = Describe(header, content, size);
            (_longName, _paxName, _paxSize, _paxSparse) = (null, null, -1, false);
            return true;
        }
    }

    /// <summary>The content of an entry; the caller has checked that its length is small.</summary>
    public byte[] ReadContent(in ArchiveEntry entry) => ReadAt(entry.Offset, entry.Length);

    private ArchiveEntry Describe(TarHeader header, long content, long size)
    {
        var type = header.Type switch
        {
            '\0' or '7' => ArchiveEntry.File,
            _ when _paxSparse => ArchiveEntry.Sparse,
            var flag => flag,
        };
        var name = _paxName ?? _longName ?? header.Name;

        // Before POSIX a folder was a file whose name ends with a slash.
        if (type == ArchiveEntry.File && name.EndsWith('/'))
            type = ArchiveEntry.Folder;
        return new ArchiveEntry(name, type, content, size);
    }

    private void Extend(char type, long content, long size)
    {
        if (type is 'K' or 'g')
            return;
        if (size > MaxExtension)
            throw Damaged("an extended header is larger than 1 MiB");
        var data = ReadAt(content, size);
        if (type == 'L')
            _longName = Encoding.UTF8.GetString(data.AsSpan().TrimEnd((byte)0));
        else
            ReadPax(data);
    }

    /// <summary>Pax records: <c>LENGTH KEY=VALUE\n</c>, the length counting the whole record.</summary>
    private void ReadPax(ReadOnlySpan<byte> records)
    {
        while (!records.IsEmpty)
        {
            var space = records.IndexOf((byte)' ');
            if (space <= 0 || !int.TryParse(records[..space], NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length <= space + 1 || length > records.Length)
                throw Damaged("an extended header is malformed");
            var record = records[(space + 1)..(length - 1)];
            records = records[length..];
            var equals = record.IndexOf((byte)'=');
            if (equals < 0)
                throw Damaged("an extended header is malformed");
            var key = record[..equals];
            var value = record[(equals + 1)..];
            if (key.SequenceEqual("path"u8))
                _paxName = Encoding.UTF8.GetString(value);
            else if (key.SequenceEqual("size"u8))
                _paxSize = long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : throw Damaged("an extended header's size is no number");
            else if (key.StartsWith("GNU.sparse."u8))
                _paxSparse = true;
        }
    }

    private byte[] ReadAt(long offset, long length)
    {
        var data = new byte[length];
        stream.Position = offset;
        stream.ReadExactly(data);
        return data;
    }

    private static bool IsExtension(char type) => type is 'x' or 'g' or 'L' or 'K';

    private InvalidDataException Damaged(string what) =>
        new(string.Create(CultureInfo.InvariantCulture, $"The archive is damaged at byte {_next:N0}: {what}."));
}
