using System.Numerics;

namespace UniBind.Grid.Media;

/// <summary>The distinct n-grams of one window with how often each occurs, in order of first occurrence.</summary>
/// <remarks>Not thread-safe; reused from text to text.</remarks>
internal sealed class NgramTable
{
    private readonly int[] _slots;
    private readonly ulong[] _hashes;
    private readonly int[] _counts;
    private readonly float[] _scales;

    /// <summary>A table of at most <paramref name="capacity"/> n-grams.</summary>
    public NgramTable(int capacity)
    {
        _slots = new int[BitOperations.RoundUpToPowerOf2((uint)(2 * capacity))];
        _hashes = new ulong[capacity];
        _counts = new int[capacity];
        _scales = new float[capacity];
    }

    /// <summary>The number of distinct n-grams.</summary>
    public int Count { get; private set; }

    /// <summary>How many more fit.</summary>
    public int Free => _hashes.Length - Count;

    /// <summary>True when the n-gram is there already.</summary>
    public bool Contains(ulong hash) => _slots[Slot(hash)] != 0;

    /// <summary>Counts one occurrence. There must be room when it is new.</summary>
    public void Add(ulong hash, float scale)
    {
        var slot = Slot(hash);
        if (_slots[slot] == 0)
        {
            _hashes[Count] = hash;
            _counts[Count] = 0;
            _scales[Count] = scale;
            _slots[slot] = ++Count;
        }
        _counts[_slots[slot] - 1]++;
    }

    /// <summary>Writes bucket and signed weight, scale (1 + ln count), of each n-gram.</summary>
    public void Write(int buckets, Span<long> bucket, Span<float> weight)
    {
        for (var i = 0; i < Count; i++)
        {
            bucket[i] = NgramHash.Bucket(_hashes[i], buckets);
            weight[i] = NgramHash.Sign(_hashes[i]) * _scales[i] * (_counts[i] == 1 ? 1f : 1f + MathF.Log(_counts[i]));
        }
    }

    /// <summary>Empties the table.</summary>
    public void Clear()
    {
        // A short text touches few slots: freeing those alone is cheaper than clearing all.
        if (Count < _slots.Length / 16)
        {
            for (var i = Count - 1; i >= 0; i--)
                _slots[Slot(_hashes[i])] = 0;
        }
        else
        {
            Array.Clear(_slots);
        }
        Count = 0;
    }

    private int Slot(ulong hash)
    {
        var mask = _slots.Length - 1;
        var slot = (int)hash & mask;
        while (_slots[slot] is var entry && entry != 0 && _hashes[entry - 1] != hash)
            slot = (slot + 1) & mask;
        return slot;
    }
}
