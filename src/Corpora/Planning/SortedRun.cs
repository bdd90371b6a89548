using System.IO.MemoryMappedFiles;

namespace UniBind.Grid.Corpora;

/// <summary>A file of entries by ascending hash, mapped into memory for reading.</summary>
/// <remarks>Look-ups are thread-safe. The mapping is the file system's cache, not memory of this process's heap.</remarks>
/// <typeparam name="T">An entry as it lies in the file, in the byte order of this machine.</typeparam>
internal sealed unsafe class SortedRun<T> : IDisposable
    where T : unmanaged, IHashEntry
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly T* _entries;
    private readonly bool _keep;

    /// <param name="path">The file; not empty.</param>
    /// <param name="level">How many merges its entries have gone through.</param>
    /// <param name="keep">False to delete the file with this object.</param>
    public SortedRun(string path, int level, bool keep = false)
    {
        FilePath = path;
        Level = level;
        _keep = keep;
        Count = new FileInfo(path).Length / sizeof(T);
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        byte* pointer = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);
        _entries = (T*)(pointer + _view.PointerOffset);
    }

    public string FilePath { get; }

    public int Level { get; }

    public long Count { get; }

    public ref readonly T this[long index] => ref _entries[index];

    /// <summary>Sets the flag of every hash that the run holds, and hands out its entry.</summary>
    /// <param name="ascending">The hashes to look for, ascending; each search begins where the one before ended.</param>
    /// <param name="found">One flag a hash; flags already set stay so.</param>
    /// <param name="entries">One entry a hash; or empty when they are not wanted.</param>
    public void Find(ReadOnlySpan<UInt128> ascending, Span<bool> found, Span<T> entries)
    {
        // Hashes are spread evenly, so the distance between two of them tells how many lie between.
        var density = Count / Math.Pow(2, 64);
        long position = 0;
        ulong last = 0;
        for (var i = 0; i < ascending.Length && position < Count; i++)
        {
            var hash = ascending[i];
            var high = (ulong)(hash >> 64);
            var guess = Math.Min(Count - 1, position + (long)((high - last) * density));
            position = LowerBound(hash, position, guess);
            last = high;
            if (position >= Count || _entries[position].Hash != hash)
                continue;
            found[i] = true;
            if (!entries.IsEmpty)
                entries[i] = _entries[position];
        }
    }

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
        if (!_keep)
            DurableFile.Discard(FilePath);
    }

    /// <summary>The first index from <paramref name="low"/> on whose hash is not below, by galloping away from a guess.</summary>
    private long LowerBound(UInt128 hash, long low, long guess)
    {
        long high, step = 1;
        if (_entries[guess].Hash < hash)
        {
            low = guess + 1;
            high = low;
            while (high < Count && _entries[high].Hash < hash)
            {
                low = high + 1;
                high += step;
                step <<= 1;
            }
            high = Math.Min(high, Count);
        }
        else
        {
            high = guess;
            while (high - step >= low && _entries[high - step].Hash >= hash)
            {
                high -= step;
                step <<= 1;
            }
            low = Math.Max(low, high - step + 1);
        }
        while (low < high)
        {
            var middle = low + ((high - low) >> 1);
            if (_entries[middle].Hash < hash)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
