using System.Globalization;

namespace UniBind.Grid.Corpora;

/// <summary>
/// The set of all ids listed so far, as sorted runs of hashes on disk: a new page is a run of level 0, and four runs of a level merge into one
/// of the next. So n pages cost about n log n writes and at most three runs a level to look in, and the heap holds one page.
/// </summary>
/// <remarks>Not thread-safe. Built anew from the source when a listing is resumed, so its files need no fsync. 16 bytes of disk an id, twice that while merging.</remarks>
internal sealed class IdIndex : IDisposable
{
    private const int Fan = 4;
    private const int BufferHashes = 1 << 15;
    private readonly string _folder;
    private readonly List<SortedRun> _runs = [];
    private readonly UInt128[] _buffer = new UInt128[BufferHashes];
    private int _files;

    public IdIndex(string folder)
    {
        _folder = Path.Combine(folder, Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(_folder);
    }

    /// <summary>The runs that a look-up goes through.</summary>
    public int Runs => _runs.Count;

    /// <summary>Sets the flag of every hash that is in the index.</summary>
    public void Mark(ReadOnlySpan<UInt128> ascending, Span<bool> found)
    {
        foreach (var run in _runs)
            run.Mark(ascending, found);
    }

    /// <summary>Adds hashes that are not in the index.</summary>
    /// <param name="ascending">The hashes, ascending, each once.</param>
    public void Add(Span<UInt128> ascending)
    {
        if (ascending.IsEmpty)
            return;
        var path = NextFile();
        using (var stream = Create(path))
            stream.Write(IdHash.AsBytes(ascending));
        _runs.Add(new SortedRun(path, level: 0));
        while (_runs.Count >= Fan && _runs[^Fan].Level == _runs[^1].Level)
            MergeLast();
    }

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
        var merged = new SortedRun(path, inputs[0].Level + 1);
        _runs.RemoveRange(_runs.Count - Fan, Fan);
        _runs.Add(merged);
        foreach (var input in inputs)
            input.Dispose();
    }

    private void Merge(List<SortedRun> inputs, FileStream output)
    {
        Span<long> at = stackalloc long[Fan];
        Span<UInt128> head = stackalloc UInt128[Fan];
        at.Clear();
        for (var i = 0; i < Fan; i++)
            head[i] = inputs[i][0];
        long left = 0;
        foreach (var input in inputs)
            left += input.Count;
        var filled = 0;
        for (; left > 0; left--)
        {
            // Ended inputs stay at the greatest hash; should an id really have it, it is still counted, since all equal heads are the same value.
            var least = 0;
            for (var i = 1; i < Fan; i++)
                if (head[i] < head[least])
                    least = i;
            _buffer[filled++] = head[least];
            if (at[least] < inputs[least].Count)
                at[least]++;
            head[least] = at[least] < inputs[least].Count ? inputs[least][at[least]] : UInt128.MaxValue;
            if (filled == BufferHashes || left == 1)
            {
                output.Write(IdHash.AsBytes(_buffer.AsSpan(0, filled)));
                filled = 0;
            }
        }
    }

    private string NextFile() => Path.Combine(_folder, (_files++).ToString("D6", CultureInfo.InvariantCulture));

    private static FileStream Create(string path) => new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0);
}
