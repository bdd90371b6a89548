using UniBind.Grid.Media;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Cli.Tests;

public sealed class NpyWriterTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(6)]
    [InlineData(2, 3)]
    [InlineData(1, 3, 1, 2)]
    public void Write_Floats_AreReadBack(params int[] shape)
    {
        float[] values = [1.5f, -2, float.Epsilon, float.MaxValue, 0, float.NaN];
        var file = NpyFile.Read(Write(PreparedTensor.Of("x", values, shape)));
        Assert.Equal(shape, file.Shape);
        Assert.Equal(values, file.Values);
    }

    [Fact]
    public void Write_Longs_AreLittleEndianAfterAnAlignedHeader()
    {
        long[] values = [1, -2, long.MaxValue];
        var bytes = File.ReadAllBytes(Write(PreparedTensor.Of("x", values, 1, 3)));
        var start = 10 + BitConverter.ToUInt16(bytes, 8);
        Assert.Equal(0, start % 64);
        Assert.Equal("{'descr': '<i8', 'fortran_order': False, 'shape': (1, 3), }", System.Text.Encoding.ASCII.GetString(bytes, 10, start - 10).TrimEnd());
        Assert.Equal((byte)'\n', bytes[start - 1]);
        Assert.Equal(values, Enumerable.Range(0, 3).Select(i => BitConverter.ToInt64(bytes, start + 8 * i)));
        Assert.Equal(start + 24, bytes.Length);
    }

    [Fact]
    public void Write_ExistingFile_IsReplaced()
    {
        _folder.Write("x.npy", new byte[10_000]);
        Assert.Equal([1f], NpyFile.Read(Write(PreparedTensor.Of("x", [1f], 1))).Values);
    }

    private string Write(PreparedTensor tensor)
    {
        var path = _folder.File("x.npy");
        NpyWriter.Write(path, tensor);
        return path;
    }
}
