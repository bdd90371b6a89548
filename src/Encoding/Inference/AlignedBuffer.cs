using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace UniBind.Grid.Encoding;

/// <summary>
/// Memory outside the managed heap that holds one tensor of a Run after the other. It grows to the largest and is then reused; the
/// <see cref="OrtValue"/> over it is kept as long as the shape stays the same.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed unsafe class AlignedBuffer(TensorElementType type, int elementSize) : IDisposable
{
    private const int Alignment = 64; // one cache line, one AVX-512 register
    private void* _memory;
    private long _capacity;
    private long[] _shape = [];
    private OrtValue? _value;

    /// <summary>The tensor over the memory, in the last shape.</summary>
    public OrtValue Value => _value ?? throw new InvalidOperationException("The buffer has no shape yet.");

    /// <summary>Makes room for a shape. What was written before is lost.</summary>
    public void Resize(ReadOnlySpan<long> shape)
    {
        if (_value is not null && shape.SequenceEqual(_shape))
            return;
        long bytes = elementSize;
        foreach (var size in shape)
            bytes = checked(bytes * size);
        _value?.Dispose();
        _value = null;
        if (bytes > _capacity)
        {
            NativeMemory.AlignedFree(_memory);
            _memory = null;
            _capacity = 0;
            _memory = NativeMemory.AlignedAlloc((nuint)bytes, Alignment);
            _capacity = bytes;
        }

        _shape = shape.ToArray();
        _value = OrtValue.CreateTensorValueWithData(OrtMemoryInfo.DefaultInstance, type, _shape, (nint)_memory, bytes);
    }

    /// <summary>The elements of the last shape.</summary>
    public Span<T> Elements<T>() where T : unmanaged
    {
        long count = 1;
        foreach (var size in _shape)
            count *= size;
        return new Span<T>(_memory, checked((int)count));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _value?.Dispose();
        _value = null;
        NativeMemory.AlignedFree(_memory);
        _memory = null;
        _capacity = 0;
    }
}
