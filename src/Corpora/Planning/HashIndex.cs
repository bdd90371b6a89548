using System.Globalization;
using System.Runtime.InteropServices;

namespace UniBind.Grid.Corpora;

/// <summary>
/// Entries by hash, as sorted runs on disk: what is added at once is a run of level 0, and four runs of a level merge into one of the next.
/// So n additions cost about n log n writes and at most three runs a level to look in, and the heap holds one addition.
/// </summary>
/// <remarks>Not thread-safe. Scratch of one process: it can be built anew at any time, so its files need no fsync, and they go with this object.</remarks>
/// <typeparam name="T">An entry; its bytes are what lies on disk.</typeparam>
internal sealed class HashIndex<T> : IDisposable
    where T : unmanaged, IHashEntry
{
    private const int Fan = 4;
    private const int BufferEntries = 1 << 15;
    private readonly string _folder;
    private readonly List<SortedRun<T>> _runs = [];
    private T[] _buffer = [];
    private int _files;

    /// <param name="folder">A folder for scratch; this index gets one of its own in it.</param>
    public HashIndex(string folder)
    {
        _folder = Path.Combine(folder, Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(_folder);
    }

    /// <summary>The runs that a look-up goes through.</summary>
    public int Runs => _runs.Count;

    /// <summary>Sets the flag of every hash that is in the index, and hands out its entry.</summary>
    /// <param name="ascending">The hashes, ascending.</param>
    /// <param name="found">One flag a hash; flags already set stay so.</param>
    /// <param name="entries">One entry a hash; or empty when they are not wanted.</param>
    public void Find(ReadOnlySpan<UInt128> ascending, Span<bool> found, Span<T> entries)
    {
        foreach (var run in _runs)
            run.Find(ascending, found, entries);
    }

    /// <summary>Adds entries whose hashes are not in the index.</summary>
    /// <param name="ascending">The entries by ascending hash, each hash once.</param>
    public void Add(ReadOnlySpan<T> ascending)
    {
        if (ascending.IsEmpty)
            return;
        var path = NextFile();
        using (var stream = Create(path))
            stream.Write(MemoryMarshal.AsBytes(ascending));
        _runs.Add(new SortedRun<T>(path, level: 0));
        while (_runs.Count >= Fan && _runs[^Fan].Level == _runs[^1].Level)
            MergeLast();
    }

    /// <summary>Writes all entries by ascending hash.</summary>
    public void WriteTo(Stream stream) => Merge(_runs, stream);

    public void Dispose()
    {
        foreach (var run in _runs)
            run.Dispose();
        _runs.Clear();
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    private void MergeLast()
    {
        var inputs = _runs.GetRange(_runs.Count - Fan, Fan);
        var path = NextFile();
        using (var stream = Create(path))
            Merge(inputs, stream);
        var merged = new SortedRun<T>(path, inputs[0].Level + 1);
        _runs.RemoveRange(_runs.Count - Fan, Fan);
        _runs.Add(merged);
        foreach (var input in inputs)
            input.Dispose();
    }

    private void Merge(List<SortedRun<T>> inputs, Stream output)
    {
        if (_buffer.Length == 0)
            _buffer = new T[BufferEntries];
        var at = new long[inputs.Count];
        long left = 0;
        foreach (var input in inputs)
            left += input.Count;
        var filled = 0;
        for (; left > 0; left--)
        {
            var least = -1;
            UInt128 head = default;
            for (var i = 0; i < at.Length; i++)
            {
                if (at[i] == inputs[i].Count)
                    continue;
                var hash = inputs[i][at[i]].Hash;
                if (least < 0 || hash < head)
                    (least, head) = (i, hash);
            }
            _buffer[filled++] = inputs[least][at[least]++];
            if (filled == BufferEntries || left == 1)
            {
                output.Write(MemoryMarshal.AsBytes(_buffer.AsSpan(0, filled)));
                filled = 0;
            }
        }
    }

    private string NextFile() => Path.Combine(_folder, (_files++).ToString("D6", CultureInfo.InvariantCulture));

    private static FileStream Create(string path) => new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0);
}
