using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace UniBind.Grid.Media;

/// <summary>One column of numbers inside a NumPy array, read in place and converted in blocks.</summary>
internal readonly struct NpyColumn
{
    private readonly ReadOnlyMemory<byte> _data;
    private readonly int _offset;
    private readonly int _stride;

    /// <summary>A column whose values lie <paramref name="stride"/> bytes apart; all of them must lie within <paramref name="data"/>.</summary>
    public NpyColumn(ReadOnlyMemory<byte> data, long offset, long stride, int count, NpyType type)
    {
        if (!type.IsNumeric)
            throw Refuse.Unsupported($"The NumPy array holds values of kind '{type.Kind}', size {type.Size}; booleans, integers and floats of 16, 32 or 64 bits are read.");
        if (count > 0 && offset + stride * (count - 1L) + type.Size > data.Length)
            throw Refuse.Corrupt("The NumPy array ends before its last element.");
        (_data, _offset, _stride, Count, Type) = (data, (int)offset, (int)stride, count, type);
    }

    /// <summary>The number of values.</summary>
    public int Count { get; }

    /// <summary>The stored type.</summary>
    public NpyType Type { get; }

    /// <summary>Converts the values from <paramref name="start"/> on; numbers beyond the target's range saturate, fractions are cut.</summary>
    public void Read<T>(int start, Span<T> destination) where T : unmanaged, INumberBase<T>
    {
        if (destination.IsEmpty)
            return;
        var at = _data.Span[(int)(_offset + (long)start * _stride)..];
        var swap = Type.BigEndian && Type.Size > 1;
        switch (Type.Kind, Type.Size)
        {
            case ('b' or 'u', 1): Convert<byte, T>(at, swap, destination); break;
            case ('i', 1): Convert<sbyte, T>(at, swap, destination); break;
            case ('u', 2): Convert<ushort, T>(at, swap, destination); break;
            case ('i', 2): Convert<short, T>(at, swap, destination); break;
            case ('u', 4): Convert<uint, T>(at, swap, destination); break;
            case ('i', 4): Convert<int, T>(at, swap, destination); break;
            case ('u', 8): Convert<ulong, T>(at, swap, destination); break;
            case ('i', 8): Convert<long, T>(at, swap, destination); break;
            case ('f', 2): Convert<Half, T>(at, swap, destination); break;
            case ('f', 4): Convert<float, T>(at, swap, destination); break;
            default: Convert<double, T>(at, swap, destination); break;
        }
    }

    private void Convert<TFrom, TTo>(ReadOnlySpan<byte> at, bool swap, Span<TTo> destination)
        where TFrom : unmanaged, INumberBase<TFrom>
        where TTo : unmanaged, INumberBase<TTo>
    {
        if (!swap && typeof(TFrom) == typeof(TTo) && _stride == Unsafe.SizeOf<TFrom>())
        {
            at[..(destination.Length * _stride)].CopyTo(MemoryMarshal.AsBytes(destination));
            return;
        }
        for (var i = 0; i < destination.Length; i++)
        {
            var bytes = at.Slice((int)((long)i * _stride), Unsafe.SizeOf<TFrom>());
            destination[i] = TTo.CreateSaturating(swap ? Swapped<TFrom>(bytes) : MemoryMarshal.Read<TFrom>(bytes));
        }
    }

    private static T Swapped<T>(ReadOnlySpan<byte> bytes) where T : unmanaged
    {
        Span<byte> reversed = stackalloc byte[8];
        bytes.CopyTo(reversed);
        reversed[..bytes.Length].Reverse();
        return MemoryMarshal.Read<T>(reversed);
    }
}
