using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace UniBind.Grid.Corpora;

/// <summary>One file of a cache: records behind each other, and beside it, once it is closed, the places of them.</summary>
/// <remarks>Reading is thread-safe; appending is one caller's at a time.</remarks>
internal sealed class Segment : IDisposable
{
    private const string Prefix = "segment-";
    private const string Extension = ".bin";
    private readonly string _path;
    private readonly SafeFileHandle _handle;
    private readonly List<SegmentRecord.Entry> _entries;
    private bool _indexed;

    private Segment(string path, int number, SafeFileHandle handle, List<SegmentRecord.Entry> entries, long bytes, bool indexed)
    {
        (_path, Number, _handle, _entries, Bytes, _indexed) = (path, number, handle, entries, bytes, indexed);
    }

    public int Number { get; }

    public long Bytes { get; private set; }

    public IReadOnlyList<SegmentRecord.Entry> Entries => _entries;

    /// <summary>The numbers of the segments in a folder, ascending.</summary>
    public static IReadOnlyList<int> List(string folder)
    {
        var numbers = new List<int>();
        foreach (var path in Directory.EnumerateFiles(folder, $"{Prefix}*{Extension}"))
            if (int.TryParse(Path.GetFileName(path).AsSpan()[Prefix.Length..^Extension.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                numbers.Add(number);
        numbers.Sort();
        return numbers;
    }

    /// <summary>Opens a segment, or makes it. What a killed writer left behind the last whole record is cut off.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static Segment Open(string folder, int number)
    {
        var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number:D8}{Extension}"));
        var handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
        try
        {
            var length = RandomAccess.GetLength(handle);
            if (TryReadIndex(IndexOf(path), length) is { } known)
                return new Segment(path, number, handle, known, length, indexed: true);
            var (entries, end) = Scan(handle, length);
            if (end < length)
                RandomAccess.SetLength(handle, end);
            return new Segment(path, number, handle, entries, end, indexed: false);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Reads a record; null when it is damaged or the segment is gone.</summary>
    public byte[]? TryRead(SegmentRecord.Entry entry)
    {
        var record = new byte[SegmentRecord.HeaderBytes + entry.Length];
        try
        {
            if (RandomAccess.Read(_handle, record, entry.Offset) != record.Length)
                return null;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return null;
        }
        return SegmentRecord.TryRead(record, out var key, out _) && key == entry.Key ? record[SegmentRecord.HeaderBytes..] : null;
    }

    /// <summary>Appends records; after a failure the file is as it was, as far as the disk allows.</summary>
    /// <exception cref="IOException">The disk is full or fails.</exception>
    public IReadOnlyList<SegmentRecord.Entry> Append(IReadOnlyList<CacheRecord> records)
    {
        if (_indexed)
        {
            // An index that does not know the records behind it must not be found after a crash; its length would tell, too.
            File.Delete(IndexOf(_path));
            _indexed = false;
        }
        var bytes = new byte[records.Sum(r => (long)SegmentRecord.HeaderBytes + r.Payload.Length)];
        var entries = new SegmentRecord.Entry[records.Count];
        var rest = bytes.AsSpan();
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i] = new(records[i].Key, records[i].Writer, checked((int)(Bytes + bytes.Length - rest.Length)), records[i].Payload.Length);
            rest = SegmentRecord.Write(rest, records[i]);
        }
        try
        {
            RandomAccess.Write(_handle, bytes, Bytes);
        }
        catch (IOException)
        {
            RandomAccess.SetLength(_handle, Bytes);
            throw;
        }
        Bytes += bytes.Length;
        _entries.AddRange(entries);
        return entries;
    }

    /// <summary>Writes the places of the records, so that opening does not read them.</summary>
    public void Seal()
    {
        if (_indexed || _entries.Count == 0)
            return;
        RandomAccess.FlushToDisk(_handle);
        var entries = MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_entries));
        var temporary = DurableFile.TemporaryName(IndexOf(_path));
        using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
        {
            stream.Write(BitConverter.GetBytes(Bytes));
            stream.Write(BitConverter.GetBytes(XxHash3.HashToUInt64(entries)));
            stream.Write(entries);
        }
        File.Move(temporary, IndexOf(_path), overwrite: true);
        _indexed = true;
    }

    /// <summary>Deletes the segment's files.</summary>
    public void Delete()
    {
        Dispose();
        DurableFile.Discard(IndexOf(_path));
        DurableFile.Discard(_path);
    }

    public void Dispose() => _handle.Dispose();

    /// <summary>The places of a closed segment; null when they are not there, damaged, or of another state of the file.</summary>
    private static List<SegmentRecord.Entry>? TryReadIndex(string path, long length)
    {
        const int head = 2 * sizeof(long);
        if (!File.Exists(path))
            return null;
        var bytes = File.ReadAllBytes(path);
        if (bytes.Length < head || BitConverter.ToInt64(bytes, 0) != length || BitConverter.ToUInt64(bytes, sizeof(long)) != XxHash3.HashToUInt64(bytes.AsSpan(head)))
            return null;
        return [.. MemoryMarshal.Cast<byte, SegmentRecord.Entry>(bytes.AsSpan(head))];
    }

    /// <summary>The whole records from the start on, and where they end.</summary>
    private static (List<SegmentRecord.Entry> Entries, long End) Scan(SafeFileHandle handle, long length)
    {
        var entries = new List<SegmentRecord.Entry>();
        var header = new byte[SegmentRecord.HeaderBytes];
        long at = 0;
        while (at + header.Length <= length && at <= int.MaxValue)
        {
            if (RandomAccess.Read(handle, header, at) != header.Length || SegmentRecord.PayloadLength(header) is not (>= 0 and var payload) || at + header.Length + payload > length)
                break;
            var record = new byte[header.Length + payload];
            if (RandomAccess.Read(handle, record, at) != record.Length || !SegmentRecord.TryRead(record, out var key, out var writer))
                break;
            entries.Add(new(key, writer, (int)at, payload));
            at += record.Length;
        }
        return (entries, at);
    }

    private static string IndexOf(string path) => Path.ChangeExtension(path, ".index");
}
