using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Media.Tests;

public sealed class WavReaderTests
{
    private static readonly short[] Ramp = [0, 1, -1, 1000, -1000, 32767, -32768, 12345];

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(24)]
    [InlineData(32)]
    [InlineData(-32)]
    [InlineData(-64)]
    public void Read_SameSoundInEveryEncoding_GivesTheSameSamples(int bits)
    {
        // Multiples of 256 are exact in 8 bits too.
        short[] samples = [0, 256, -256, 32512, -32768, 12800, -12800, 25600];
        var wave = WavBuilder.Riff(WavBuilder.Fmt(bits < 0 ? 3 : 1, 1, 16_000, Math.Abs(bits)), WavBuilder.Chunk("data", Encode(samples, bits)));

        Assert.Equal(samples.Select(s => s / 32768f), WavSamples.Read(wave));
    }

    [Theory]
    [InlineData(1, 16)]
    [InlineData(3, 32)]
    public void Read_Extensible_IsReadAsItsSubFormat(int tag, int bits)
    {
        var wave = WavBuilder.Riff(WavBuilder.Extensible(tag, 2, 48_000, bits), WavBuilder.Chunk("data", Encode(Ramp, tag == 3 ? -bits : bits)));

        var header = WavReader.Read(new MemoryStream(wave));

        Assert.Equal((2, 48_000, 4L), (header.Format!.Value.Channels, header.Format.Value.SampleRate, header.Frames));
    }

    // Published values of ITU-T G.711: the smallest and the largest magnitude of each sign.
    [Theory]
    [InlineData(6, 0xD5, 8)]
    [InlineData(6, 0x55, -8)]
    [InlineData(6, 0xAA, 32256)]
    [InlineData(6, 0x2A, -32256)]
    [InlineData(7, 0xFF, 0)]
    [InlineData(7, 0x7F, 0)]
    [InlineData(7, 0x80, 32124)]
    [InlineData(7, 0x00, -32124)]
    public void Read_Companded_GivesTheStandardsValue(int tag, int code, int expected)
    {
        var wave = WavBuilder.Riff(WavBuilder.Fmt(tag, 1, 8_000, 8), WavBuilder.Chunk("data", [(byte)code, (byte)code]));

        Assert.Equal(expected / 32768f, WavSamples.Read(wave)[0]);
    }

    [Fact]
    public void Read_OddChunkBeforeTheData_IsPadded()
    {
        var wave = WavBuilder.Riff(WavBuilder.Chunk("LIST", [1, 2, 3]), WavBuilder.Fmt(1, 1, 8_000, 16), WavBuilder.Chunk("junk", [9]), WavBuilder.Chunk("data", Encode(Ramp, 16)));

        Assert.Equal(Ramp.Select(s => s / 32768f), WavSamples.Read(wave));
    }

    [Fact]
    public void Read_ChunksAfterTheData_AreNoSamples()
    {
        var wave = WavBuilder.Riff(WavBuilder.Fmt(1, 1, 8_000, 16), WavBuilder.Chunk("data", Encode(Ramp, 16)), WavBuilder.Chunk("LIST", new byte[100]));

        Assert.Equal(Ramp.Length, WavSamples.Read(wave).Length);
    }

    [Theory]
    [InlineData("RIFF", 0u, 0u)]
    [InlineData("RIFF", 36u, 0u)]
    [InlineData("RIFF", 0xFFFFFFFFu, 0xFFFFFFFFu)]
    [InlineData("RIFF", 0u, 0xFFFFFFFFu)]
    [InlineData("RIFF", 0x7FFFF024u, 0x7FFFF000u)]
    public void Read_StreamedWithoutLengths_ReadsToTheEnd(string id, uint riffLength, uint dataLength)
    {
        var wave = WavBuilder.RiffOf(id, riffLength, WavBuilder.Fmt(1, 1, 8_000, 16), WavBuilder.Chunk("data", Encode(Ramp, 16), dataLength));

        Assert.Equal(Ramp.Select(s => s / 32768f), WavSamples.Read(wave));
    }

    [Theory]
    [InlineData("RF64")]
    [InlineData("BW64")]
    public void Read_Rf64_TakesTheLengthOfDs64(string id)
    {
        var sizes = new byte[28];
        BinaryPrimitives.WriteInt64LittleEndian(sizes.AsSpan(8), 2 * Ramp.Length);
        var wave = WavBuilder.RiffOf(id, 0xFFFFFFFF, WavBuilder.Chunk("ds64", sizes), WavBuilder.Fmt(1, 1, 8_000, 16),
            WavBuilder.Chunk("data", [.. Encode(Ramp, 16), 1, 2, 3, 4], 0xFFFFFFFF));

        Assert.Equal(Ramp.Length, WavSamples.Read(wave).Length);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(15)]
    public void Read_DataShorterThanItsHeaderSays_IsCorrupt(int missing)
    {
        var wave = WavBuilder.Pcm16(8_000, 1, Ramp);

        var e = Assert.Throws<ItemException>(() => WavSamples.Read(wave[..^missing]));

        Assert.Equal(ItemErrorCodes.Corrupt, e.Code);
        Assert.Contains($"claims 16 bytes of samples, but {16 - missing} are there", e.Message);
    }

    [Fact]
    public void Read_LabSoundCutInHalf_IsCorrupt()
    {
        var path = Lab.Require("data", "objects", "audio_esc10", "rain", "4-164206-A.wav");
        var bytes = File.ReadAllBytes(path);

        var e = Assert.Throws<ItemException>(() => WavSamples.Read(bytes[..(bytes.Length / 2)]));

        Assert.Equal(ItemErrorCodes.Corrupt, e.Code);
    }

    [Fact]
    public void Open_FourHourSparseFile_IsRefusedFromItsHeader()
    {
        using var folder = new TempFolder();
        const int bytes = 4 * 3_600 * 16_000 * 2;
        var header = WavBuilder.RiffOf("RIFF", bytes + 36, WavBuilder.Fmt(1, 1, 16_000, 16), WavBuilder.Chunk("data", [], bytes));
        var path = folder.Write("long.wav", header);
        using (var file = File.OpenWrite(path))
            file.SetLength(header.Length + (long)bytes);
        using var content = MediaContent.FromFile(path);

        var clock = Stopwatch.StartNew();
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var e = Assert.Throws<ItemException>(() => AudioDecoder.Open(content, MediaFormat.Wav, MediaLimits.Default, FfmpegTool.Default, TestContext.Current.CancellationToken));

        Assert.Equal(ItemErrorCodes.TooLarge, e.Code);
        Assert.True(clock.ElapsedMilliseconds < 500, $"took {clock.ElapsedMilliseconds} ms");
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - allocated < 1 << 20);
    }

    [Fact]
    public void Read_ManyEmptyChunks_IsCorruptNotEndless()
    {
        var wave = WavBuilder.Riff([.. Enumerable.Repeat(WavBuilder.Chunk("junk", []), 5_000), WavBuilder.Fmt(1, 1, 8_000, 16)]);

        Assert.Equal(ItemErrorCodes.Corrupt, Assert.Throws<ItemException>(() => WavSamples.Read(wave)).Code);
    }

    [Theory]
    [InlineData(1, 0, 16_000, 16, ItemErrorCodes.Corrupt)]
    [InlineData(1, 65, 16_000, 16, ItemErrorCodes.Corrupt)]
    [InlineData(1, 1, 0, 16, ItemErrorCodes.Corrupt)]
    [InlineData(1, 1, -1, 16, ItemErrorCodes.Corrupt)]
    [InlineData(1, 1, 16_000, 40, ItemErrorCodes.Unsupported)]
    [InlineData(3, 1, 16_000, 16, ItemErrorCodes.Unsupported)]
    public void Read_FormatOutOfRange_IsRefused(int tag, int channels, int rate, int bits, string code)
    {
        var wave = WavBuilder.Riff(WavBuilder.Fmt(tag, channels, rate, bits), WavBuilder.Chunk("data", new byte[400]));

        Assert.Equal(code, Assert.Throws<ItemException>(() => WavSamples.Read(wave)).Code);
    }

    [Fact]
    public void Read_NoSamples_IsEmpty() =>
        Assert.Equal(ItemErrorCodes.Empty, Assert.Throws<ItemException>(() => WavSamples.Read(WavBuilder.Pcm16(8_000, 1))).Code);

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(-3e38f)]
    public void Read_SampleThatIsNoNumber_IsNotFinite(float sample)
    {
        var e = Assert.Throws<ItemException>(() => WavSamples.Read(WavBuilder.Float(16_000, 1, 0.1f, sample, 0.2f)));

        Assert.Equal(ItemErrorCodes.NotFinite, e.Code);
    }

    [Fact]
    public void Read_Stereo_GivesTheFirstChannelAndTheMean()
    {
        using var content = MediaContent.FromBytes("x.wav", WavBuilder.Float(16_000, 2, 0.5f, -0.25f, 1f, 0f, -0.5f, 0.5f));
        using var track = AudioDecoder.Open(content, MediaFormat.Wav, MediaLimits.Default, FfmpegTool.Default, TestContext.Current.CancellationToken);
        var first = new float[2];
        var mix = new float[2];

        track.Read(1, first, mix);

        Assert.Equal([1f, -0.5f], first);
        Assert.Equal([0.5f, 0f], mix);
    }

    private static byte[] Encode(short[] samples, int bits)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.ASCII);
        foreach (var sample in samples)
        {
            switch (bits)
            {
                case 8:
                    writer.Write((byte)(sample / 256 + 128));
                    break;
                case 16:
                    writer.Write(sample);
                    break;
                case 24:
                    writer.Write([0, (byte)sample, (byte)(sample >> 8)]);
                    break;
                case 32:
                    writer.Write(sample * 65536);
                    break;
                case -32:
                    writer.Write(sample / 32768f);
                    break;
                default:
                    writer.Write(sample / 32768.0);
                    break;
            }
        }
        return stream.ToArray();
    }
}
