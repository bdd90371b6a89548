using System.IO.MemoryMappedFiles;

namespace UniBind.Grid.Corpora;

/// <summary>A file of ascending 128-bit hashes, mapped into memory for reading.</summary>
/// <remarks>Not thread-safe. The mapping is the file system's cache, not memory of this process's heap.</remarks>
internal sealed unsafe class SortedRun : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly UInt128* _hashes;

    /// <param name="path">The file; it is deleted with this object.</param>
    /// <param name="level">How many merges its hashes have gone through.</param>
    public SortedRun(string path, int level)
    {
        FilePath = path;
        Level = level;
        Count = new FileInfo(path).Length / sizeof(UInt128);
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        byte* pointer = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);
        _hashes = (UInt128*)(pointer + _view.PointerOffset);
    }

    public string FilePath { get; }

    public int Level { get; }

    public long Count { get; }

    public UInt128 this[long index] => _hashes[index];

    /// <summary>Sets the flag of every hash that the run holds.</summary>
    /// <param name="ascending">The hashes to look for, ascending; each search begins where the one before ended.</param>
    /// <param name="found">One flag a hash; flags already set stay so.</param>
    public void Mark(ReadOnlySpan<UInt128> ascending, Span<bool> found)
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
            if (position < Count && _hashes[position] == hash)
                found[i] = true;
        }
    }

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
        DurableFile.Discard(FilePath);
    }

    /// <summary>The first index from <paramref name="low"/> on whose hash is not below, by galloping away from a guess.</summary>
    private long LowerBound(UInt128 hash, long low, long guess)
    {
        long high, step = 1;
        if (_hashes[guess] < hash)
        {
            low = guess + 1;
            high = low;
            while (high < Count && _hashes[high] < hash)
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
            while (high - step >= low && _hashes[high - step] >= hash)
            {
                high -= step;
                step <<= 1;
            }
            low = Math.Max(low, high - step + 1);
        }
        while (low < high)
        {
            var middle = low + ((high - low) >> 1);
            if (_hashes[middle] < hash)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
