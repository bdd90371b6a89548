using System.Runtime.InteropServices;

namespace UniBind.Grid.Encoding.Tests;

public sealed class NpyVectorsTests
{
    [Fact]
    public void Read_FloatsAndDoubles_GivesRows()
    {
        Assert.Equal([[1f, 2, 3], [4, 5, 6]], NpyVectors.Read(Npy("<f4", "(2, 3)", MemoryMarshal.AsBytes<float>(new float[] { 1, 2, 3, 4, 5, 6 }))));
        Assert.Equal([[1f, 2, 3]], NpyVectors.Read(Npy("<f8", "(3,)", MemoryMarshal.AsBytes<double>(new double[] { 1, 2, 3 }))));
    }

    [Theory]
    [InlineData(">f4", "(2, 3)", "little-endian float32 or float64")]
    [InlineData("<i8", "(2, 3)", "little-endian float32 or float64")]
    [InlineData("<f4", "(2, 3, 1)", "3 dimensions")]
    [InlineData("<f4", "()", "0 dimensions")]
    [InlineData("<f4", "(2, 99999999999999999999)", "its shape is none of vectors")]
    [InlineData("<f4", "(100000000, 100000000)", "does not hold the 100000000 x 100000000 values")]
    [InlineData("<f4", "(2, 4)", "does not hold the 2 x 4 values")]
    public void Read_OtherArrays_AreRefused(string type, string shape, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => NpyVectors.Read(Npy(type, shape, new byte[24]))).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_Damaged_GivesVectorsOrInvalidData()
    {
        var valid = Npy("<f4", "(2, 3)", new byte[24]).ToArray();
        var random = new Random(3);
        for (var round = 0; round < 2_000; round++)
        {
            var bytes = (byte[])valid.Clone();
            for (var flips = random.Next(1, 4); flips > 0; flips--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                Assert.InRange(NpyVectors.Read(new MemoryStream(bytes, 0, random.Next(bytes.Length + 1))).Length, 1, 6);
            }
            catch (InvalidDataException)
            {
            }
        }
    }

    private static MemoryStream Npy(string type, string shape, ReadOnlySpan<byte> data)
    {
        var header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}".PadRight(117) + "\n";
        var stream = new MemoryStream();
        stream.Write([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, (byte)header.Length, 0]);
        stream.Write(System.Text.Encoding.ASCII.GetBytes(header));
        stream.Write(data);
        stream.Position = 0;
        return stream;
    }
}
