using Microsoft.ML.OnnxRuntime.Tensors;
using UniBind.Grid.Media;

namespace UniBind.Grid.Encoding.Tests;

public sealed class RowCopyTests
{
    [Fact]
    public void Copy_TwoPaddedDimensions_PutsEveryValueInItsPlace()
    {
        var binding = new InputBinding(new TensorSpec("x", TensorType.Float32, [-1, -1, 2], PadValue: 9), "x", TensorElementType.Float, [-1, -1, 2]);
        using var buffer = new AlignedBuffer(TensorElementType.Float, 4);
        buffer.Resize([2, 2, 3, 2]);
        buffer.Elements<float>().Fill(-1);
        var tensor = PreparedTensor.Of("x", [1f, 2, 3, 4, 5, 6, 7, 8], 2, 1, 2, 2);
        Assert.Equal(8, RowCopy.Copy(tensor, new RowSlice(0, 0, 2), buffer, binding, [2, 3, 2], 0));
        Assert.Equal([1, 2, 3, 4, 9, 9, 9, 9, 9, 9, 9, 9, 5, 6, 7, 8, 9, 9, 9, 9, 9, 9, 9, 9], buffer.Elements<float>().ToArray());
    }

    [Fact]
    public void Copy_NarrowTypes_Converts()
    {
        var half = new InputBinding(new TensorSpec("x", TensorType.Float32, [2]), "x", TensorElementType.Float16, [2]);
        using var halves = new AlignedBuffer(TensorElementType.Float16, 2);
        halves.Resize([1, 2]);
        RowCopy.Copy(PreparedTensor.Of("x", [1.5f, -2f], 1, 2), new RowSlice(0, 0, 1), halves, half, [2], 0);
        Assert.Equal([(Half)1.5, (Half)(-2)], halves.Elements<Half>().ToArray());

        var narrow = new InputBinding(new TensorSpec("x", TensorType.Int64, [-1], PadValue: 1), "x", TensorElementType.Int32, [-1]);
        using var ints = new AlignedBuffer(TensorElementType.Int32, 4);
        ints.Resize([1, 3]);
        RowCopy.Copy(PreparedTensor.Of("x", [7, long.MaxValue], 1, 2), new RowSlice(0, 0, 1), ints, narrow, [3], 0);
        Assert.Equal([7, int.MaxValue, 1], ints.Elements<int>().ToArray());
    }

    [Fact]
    public void Copy_LaterRow_LeavesTheOthersAlone()
    {
        var binding = new InputBinding(new TensorSpec("x", TensorType.Float32, [2]), "x", TensorElementType.Float, [2]);
        using var buffer = new AlignedBuffer(TensorElementType.Float, 4);
        buffer.Resize([3, 2]);
        buffer.Elements<float>().Clear();
        RowCopy.Copy(PreparedTensor.Of("x", [1f, 2, 3, 4, 5, 6], 3, 2), new RowSlice(0, 2, 1), buffer, binding, [2], 1);
        Assert.Equal([0, 0, 5, 6, 0, 0], buffer.Elements<float>().ToArray());
    }
}
