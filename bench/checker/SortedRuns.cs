using System.Buffers.Binary;

namespace UniBind.Grid.Bench.Checker;

/// <summary>Sorts any number of entries within bounded memory: sorted runs in temporary files, then one merge.</summary>
/// <remarks>Not thread-safe. Add everything, then read once.</remarks>
internal sealed class SortedRuns(int runEntries) : IDisposable
{
    private const int Bytes = 33;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("unibind-check-");
    private readonly List<Entry> _run = [];
    private readonly List<string> _files = [];

    public void Add(Entry entry)
    {
        _run.Add(entry);
        if (_run.Count == runEntries)
            Spill();
    }

    /// <summary>All entries in order.</summary>
    public IEnumerable<Entry> Read()
    {
        Spill();
        var readers = _files.Select(file => ReadRun(file).GetEnumerator()).ToList();
        try
        {
            var next = new PriorityQueue<IEnumerator<Entry>, Entry>();
            foreach (var reader in readers.Where(reader => reader.MoveNext()))
                next.Enqueue(reader, reader.Current);
            while (next.TryDequeue(out var reader, out var entry))
            {
                yield return entry;
                if (reader.MoveNext())
                    next.Enqueue(reader, reader.Current);
            }
        }
        finally
        {
            readers.ForEach(reader => reader.Dispose());
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void Spill()
    {
        if (_run.Count == 0)
            return;
        _run.Sort();
        var path = Path.Combine(_folder.FullName, $"run-{_files.Count}");
        using (var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
        {
            Span<byte> buffer = stackalloc byte[Bytes];
            foreach (var entry in _run)
            {
                BinaryPrimitives.WriteUInt128BigEndian(buffer, entry.Id);
                buffer[16] = (byte)entry.Where;
                BinaryPrimitives.WriteUInt128BigEndian(buffer[17..], entry.Digest);
                stream.Write(buffer);
            }
        }
        _files.Add(path);
        _run.Clear();
    }

    private static IEnumerable<Entry> ReadRun(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 15);
        var buffer = new byte[Bytes];
        while (stream.ReadAtLeast(buffer, Bytes, throwOnEndOfStream: false) == Bytes)
            yield return new Entry(BinaryPrimitives.ReadUInt128BigEndian(buffer), (Seen)buffer[16], BinaryPrimitives.ReadUInt128BigEndian(buffer.AsSpan(17)));
    }
}
