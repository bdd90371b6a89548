using System.Buffers;
using System.IO.MemoryMappedFiles;

namespace UniBind.Grid.Alignment;

/// <summary>The floats of a region of a file that is mapped into memory: pages are read when they are touched, and shared between users.</summary>
/// <remarks>
/// The region is unmapped when nobody refers to it any more, and not before: a thread that was told to end, but has not yet, would otherwise
/// read whatever was mapped to the same address next, or bring the process down.
/// </remarks>
internal sealed unsafe class MappedFloats : MemoryManager<float>
{
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _pointer;
    private readonly int _count;

    public MappedFloats(MemoryMappedFile file, long offset, int count)
    {
        _view = file.CreateViewAccessor(offset, (long)count * sizeof(float), MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _pointer);
        _pointer += _view.PointerOffset;
        _count = count;
    }

#pragma warning disable CA2015 // Whoever takes a span of it holds the matrix: spaces, sets and heads are kept by their users for as long as they read.
    ~MappedFloats() => Dispose(disposing: false);
#pragma warning restore CA2015

    public override Span<float> GetSpan() => new(_pointer, _count);

    public override MemoryHandle Pin(int elementIndex = 0) => new(_pointer + ((long)elementIndex * sizeof(float)), pinnable: this);

    public override void Unpin()
    {
    }

    // Called by the finaliser of this class alone: the handle is a critical object, whose own finaliser runs later.
    protected override void Dispose(bool disposing)
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
    }
}
