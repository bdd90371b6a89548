using System.Buffers.Binary;
using System.Text;

namespace UniBind.Grid.Samples.Tests;

public sealed class WavWriterTests
{
    [Fact]
    public void Write_SixteenBits_HasHeaderAndClippedSamples()
    {
        var wav = WavWriter.Write([0, .5, -1, 7], 16_000, 16);
        Assert.Equal("RIFF", Encoding.ASCII.GetString(wav, 0, 4));
        Assert.Equal(wav.Length - 8, BinaryPrimitives.ReadInt32LittleEndian(wav.AsSpan(4)));
        Assert.Equal("WAVEfmt ", Encoding.ASCII.GetString(wav, 8, 8));
        Assert.Equal(16_000, BinaryPrimitives.ReadInt32LittleEndian(wav.AsSpan(24)));
        Assert.Equal(32_000, BinaryPrimitives.ReadInt32LittleEndian(wav.AsSpan(28)));
        Assert.Equal(8, BinaryPrimitives.ReadInt32LittleEndian(wav.AsSpan(40)));
        short[] samples = [.. Enumerable.Range(0, 4).Select(i => BinaryPrimitives.ReadInt16LittleEndian(wav.AsSpan(44 + 2 * i)))];
        Assert.Equal<short>([0, 16_384, -32_767, 32_767], samples);
    }

    [Fact]
    public void Write_OddChunkOf24Bits_IsPaddedToAnEvenFile()
    {
        var wav = WavWriter.Write([-1], 8_000, 24);
        Assert.Equal(48, wav.Length);
        Assert.Equal(3, BinaryPrimitives.ReadInt32LittleEndian(wav.AsSpan(40)));
        Assert.Equal([0x01, 0x00, 0x80, 0x00], wav[44..]);
    }
}
