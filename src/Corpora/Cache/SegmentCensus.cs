namespace UniBind.Grid.Corpora;

/// <summary>Counts what lies in the folder of a cache without taking it: closed segments by their index, the open one by its headers.</summary>
internal static class SegmentCensus
{
    private const int IndexHead = 2 * sizeof(long);
    private const int EntryBytes = 2 * 16 + 2 * sizeof(int);

    public static (long Bytes, long Entries) Of(string folder)
    {
        long bytes = 0, entries = 0;
        foreach (var path in Directory.EnumerateFiles(folder, "segment-*.bin"))
        {
            try
            {
                var index = new FileInfo(Path.ChangeExtension(path, ".index"));
                bytes += new FileInfo(path).Length;
                entries += index.Exists ? Math.Max(0, index.Length - IndexHead) / EntryBytes : CountHeaders(path);
            }
            catch (FileNotFoundException)
            {
                // It was evicted just now.
            }
        }
        return (bytes, entries);
    }

    private static long CountHeaders(string path)
    {
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var header = new byte[SegmentRecord.HeaderBytes];
        long at = 0, count = 0;
        var length = RandomAccess.GetLength(handle);
        while (at + header.Length <= length && RandomAccess.Read(handle, header, at) == header.Length && SegmentRecord.PayloadLength(header) is >= 0 and var payload)
        {
            at += header.Length + payload;
            count += at <= length ? 1 : 0;
        }
        return count;
    }
}
