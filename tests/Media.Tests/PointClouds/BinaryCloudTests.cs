using System.Runtime.InteropServices;

namespace UniBind.Grid.Media.Tests;

public sealed class BinaryCloudTests
{
    private static readonly (float, float, float)[] Two = [(1, 2, 3), (-4, 5.5f, 0)];
    private static readonly float[] Rows = [1, 2, 3, 0.25f, -4, 5.5f, 0, 0.75f];

    [Fact]
    public void Decode_Kitti_GivesItsPointsWithoutReflectance() =>
        Assert.Equal(Two, Clouds.Points(Clouds.Decode(Bytes(Rows), MediaFormat.KittiBin)));

    [Fact]
    public void Decode_UnsoundKitti_IsRefused()
    {
        Assert.Equal(ItemErrorCodes.Corrupt, Clouds.FailureOf(Bytes(Rows)[..^1], MediaFormat.KittiBin));
        Assert.Equal(ItemErrorCodes.Empty, Clouds.FailureOf([], MediaFormat.KittiBin));
        Assert.Equal(ItemErrorCodes.NotFinite, Clouds.FailureOf(Bytes([1, 2, float.NaN, 0]), MediaFormat.KittiBin));
        Assert.Equal(ItemErrorCodes.TooLarge, Clouds.FailureOf(Bytes(Rows), MediaFormat.KittiBin, MediaLimits.Default with { MaxPoints = 1 }));
        Assert.Equal(ItemErrorCodes.TooLarge, Clouds.FailureOf(Bytes(Rows), MediaFormat.KittiBin, MediaLimits.Default with { MaxBytes = 31 }));
    }

    [Fact]
    public void Decode_Npy_TakesTheFirstThreeColumns()
    {
        double[] doubles = [.. Rows.Select(v => (double)v)];
        double[] columns = [1, -4, 2, 5.5, 3, 0];

        Assert.Equal(Two, Clouds.Points(Clouds.Decode(NpyBytes.Matrix(Rows, 2, 4), MediaFormat.Npy)));
        Assert.Equal(Two, Clouds.Points(Clouds.Decode(NpyBytes.Of("'<f8'", "(1, 2, 4)", MemoryMarshal.AsBytes(doubles.AsSpan())), MediaFormat.Npy)));
        Assert.Equal(Two, Clouds.Points(Clouds.Decode(NpyBytes.Of("'<f8'", "(2, 3)", MemoryMarshal.AsBytes(columns.AsSpan()), fortran: true), MediaFormat.Npy)));
        Assert.Equal(Two, Clouds.Points(Clouds.Decode(NpyBytes.Of("[('x', '<f4'), ('y', '<f4'), ('z', '<f4'), ('i', '<f4')]", "(2,)", Bytes(Rows)), MediaFormat.Npy)));
    }

    [Fact]
    public void Decode_UnsoundNpy_IsRefused()
    {
        Assert.Equal(ItemErrorCodes.Unsupported, Clouds.FailureOf(NpyBytes.Matrix(Rows, 4, 2), MediaFormat.Npy));
        Assert.Equal(ItemErrorCodes.Empty, Clouds.FailureOf(NpyBytes.Matrix([], 0, 3), MediaFormat.Npy));
        Assert.Equal(ItemErrorCodes.NotFinite, Clouds.FailureOf(NpyBytes.Matrix([1, 2, float.NegativeInfinity], 1, 3), MediaFormat.Npy));
        Assert.Equal(ItemErrorCodes.TooLarge, Clouds.FailureOf(NpyBytes.Matrix(Rows, 2, 4), MediaFormat.Npy, MediaLimits.Default with { MaxPoints = 1 }));
        Assert.Equal(ItemErrorCodes.Corrupt, Clouds.FailureOf(NpyBytes.Of("'<f4'", "(4294967296, 3)", Bytes(Rows)), MediaFormat.Npy));
    }

    [Fact]
    public void Decode_Npz_FindsTheOneCloud()
    {
        var labels = NpyBytes.Vector<long>("<i8", 1, 2);
        var cloud = NpyBytes.Matrix(Rows, 2, 4);

        Assert.Equal(Two, Clouds.Points(Clouds.Decode(NpyBytes.Zip(("label", labels), ("anything", cloud)), MediaFormat.Npz)));
        Assert.Equal(Two, Clouds.Points(Clouds.Decode(NpyBytes.Zip(("normals", NpyBytes.Matrix(new float[6], 2, 3)), ("points", cloud)), MediaFormat.Npz)));
        Assert.Equal(ItemErrorCodes.Unsupported, Clouds.FailureOf(NpyBytes.Zip(("a", cloud), ("b", cloud)), MediaFormat.Npz));
        Assert.Equal(ItemErrorCodes.Unsupported, Clouds.FailureOf(NpyBytes.Zip(("label", labels)), MediaFormat.Npz));
        Assert.Equal(ItemErrorCodes.Forbidden, Clouds.FailureOf(NpyBytes.Zip(("a", NpyBytes.Of("'|O'", "(1, 3)", new byte[99]))), MediaFormat.Npz));
    }

    [Fact]
    public void Decode_FormatWithoutPoints_IsUnsupported() =>
        Assert.Equal(ItemErrorCodes.Unsupported, Clouds.FailureOf([1, 2, 3], MediaFormat.Png));

    [Fact]
    public void Decode_Damaged_GivesACloudOrAnItemException()
    {
        Mutations.Survive(Bytes(Rows), bytes => Clouds.Decode(bytes, MediaFormat.KittiBin), 200);
        Mutations.Survive(NpyBytes.Matrix(Rows, 2, 4), bytes => Clouds.Decode(bytes, MediaFormat.Npy));
        Mutations.Survive(NpyBytes.Zip(("points", NpyBytes.Matrix(Rows, 2, 4))), bytes => Clouds.Decode(bytes, MediaFormat.Npz));
    }

    private static byte[] Bytes(float[] values) => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
}
