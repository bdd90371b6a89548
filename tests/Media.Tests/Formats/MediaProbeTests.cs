using System.Buffers.Binary;
using System.Text;

namespace UniBind.Grid.Media.Tests;

public sealed class MediaProbeTests
{
    [Fact]
    public void Measure_Text_IsAQuarterOfItsBytes() => Assert.Equal(3, Measure(new byte[12], Modality.Text, MediaFormat.Text));

    [Fact]
    public void Measure_Png_IsItsPixels() => Assert.Equal(640 * 480, Measure(Png(640, 480), Modality.Image, MediaFormat.Png));

    [Fact]
    public void Measure_ThermalPng_IsItsPixels() => Assert.Equal(640 * 512, Measure(Png(640, 512), Modality.Thermal, MediaFormat.Png));

    [Fact]
    public void Measure_Gif_IsItsPixels() =>
        Assert.Equal(320 * 200, Measure([.. "GIF89a"u8, 0x40, 0x01, 0xC8, 0x00, 0, 0, 0], Modality.Image, MediaFormat.Gif));

    [Fact]
    public void Measure_JpegBehindLongMetadata_FindsTheFrameHeader()
    {
        // An APP1 segment of 60,000 bytes, a Huffman table (C4, which is no frame), then a progressive frame of 300 by 200.
        byte[] jpeg = [0xFF, 0xD8, 0xFF, 0xE1, 0xEA, 0x60, .. new byte[59_998], 0xFF, 0xC4, 0, 4, 0, 0, 0xFF, 0xC2, 0, 11, 8, 0, 200, 1, 44, 1, 0, 0, 0];
        Assert.Equal(300 * 200, Measure(jpeg, Modality.Image, MediaFormat.Jpeg));
    }

    [Theory]
    [InlineData("VP8X", new byte[] { 0, 0, 0, 0, 0x7F, 0x02, 0, 0xDF, 0x01, 0 })]
    [InlineData("VP8L", new byte[] { 0x2F, 0x7F, 0xC2, 0x77, 0x00, 0, 0, 0, 0, 0 })]
    [InlineData("VP8 ", new byte[] { 0, 0, 0, 0x9D, 0x01, 0x2A, 0x80, 0x02, 0xE0, 0x01 })]
    public void Measure_Webp_IsItsPixels(string chunk, byte[] body) =>
        Assert.Equal(640 * 480, Measure([.. "RIFF\0\0\0\0WEBP"u8, .. Encoding.ASCII.GetBytes(chunk), 0, 0, 0, 0, .. body], Modality.Image, MediaFormat.Webp));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Measure_TiffWithDirectoryAtItsEnd_IsItsPixels(bool bigEndian)
    {
        var tiff = new byte[10_000 + 2 + 24];
        Encoding.ASCII.GetBytes(bigEndian ? "MM" : "II", tiff);
        Write(2, 42, 2);
        Write(4, 10_000, 4);
        Write(10_000, 2, 2);
        // Width as a short, height as a long.
        Write(10_002, 256, 2);
        Write(10_004, 3, 2);
        Write(10_006, 1, 4);
        Write(10_010, 640, 2);
        Write(10_014, 257, 2);
        Write(10_016, 4, 2);
        Write(10_018, 1, 4);
        Write(10_022, 512, 4);
        Assert.Equal(640 * 512, Measure(tiff, Modality.Thermal, MediaFormat.Tiff));

        void Write(int at, int value, int size)
        {
            for (var i = 0; i < size; i++)
                tiff[bigEndian ? at + size - 1 - i : at + i] = (byte)(value >> (8 * i));
        }
    }

    [Fact]
    public void Measure_Wave_IsItsSeconds() => Assert.Equal(2.5, Measure(Wave(32_000, 80_000), Modality.Audio, MediaFormat.Wav));

    [Fact]
    public void Measure_WaveThatClaimsTooMuch_IsWhatTheFileHolds()
    {
        var wave = Wave(32_000, 80_000);
        BinaryPrimitives.WriteUInt32LittleEndian(wave.AsSpan(wave.Length - 80_004), uint.MaxValue);
        Assert.Equal(2.5, Measure(wave, Modality.Audio, MediaFormat.Wav));
    }

    [Fact]
    public void Measure_Flac_IsItsSeconds()
    {
        var flac = new byte[100];
        "fLaC"u8.CopyTo(flac);
        BinaryPrimitives.WriteUInt64BigEndian(flac.AsSpan(18), (44_100UL << 44) | (15UL << 36) | 132_300);
        Assert.Equal(3, Measure(flac, Modality.Audio, MediaFormat.Flac));
    }

    [Fact]
    public void Measure_Mp3_IsEstimatedFromItsBytes() => Assert.Equal(2, Measure(new byte[32_000], Modality.Audio, MediaFormat.Mp3));

    [Theory]
    [InlineData(MediaFormat.Ply, "ply\nformat ascii 1.0\nelement vertex 77\n", 77)]
    [InlineData(MediaFormat.Off, "OFF\n# made by hand\n66 20 0\n", 66)]
    [InlineData(MediaFormat.Off, "OFF 55 20 0\n", 55)]
    [InlineData(MediaFormat.Npy, "\u0093NUMPY\u0001\u0000\u0040\u0000{'descr': '<f4', 'fortran_order': False, 'shape': (88, 3), }     ", 88)]
    [InlineData(MediaFormat.Npy, "\u0093NUMPY\u0001\u0000\u0040\u0000{'descr': '<f4', 'fortran_order': False, 'shape': (4, 11, 3), } ", 44)]
    public void Measure_PointCloud_IsTheHeadersPoints(MediaFormat format, string head, int points) =>
        Assert.Equal(points, Measure([.. Encoding.Latin1.GetBytes(head), .. new byte[2000]], Modality.PointCloud, format));

    [Fact]
    public void Measure_OtherContent_IsEstimatedFromItsBytes()
    {
        Assert.Equal(100, Measure(new byte[1200], Modality.PointCloud, MediaFormat.Xyz));
        Assert.Equal(75, Measure(new byte[1200], Modality.PointCloud, MediaFormat.KittiBin));
        Assert.Equal(240, Measure(new byte[1200], Modality.Event, MediaFormat.NMnistBin));
        Assert.Equal(1200, Measure(new byte[1200], Modality.Video, MediaFormat.Mp4));
        Assert.Equal(2400, Measure(new byte[1200], Modality.Image, MediaFormat.Png));
    }

    [Fact]
    public void Measure_PointsBeyondTheFile_AreNotBelieved() =>
        Assert.Equal(43 / 12.0, Measure("ply\nelement vertex 4000000000\nfffffffffffff"u8.ToArray(), Modality.PointCloud, MediaFormat.Ply));

    [Fact]
    public void Measure_MissingFile_IsItsLength()
    {
        using var folder = new Testing.TempFolder();
        var path = folder.Write("a.jpg", new byte[10]);
        var content = MediaContent.FromFile(path);
        File.Delete(path);
        Assert.Equal(10, MediaProbe.Measure(content, new MediaKind(Modality.Image, MediaFormat.Jpeg)));
    }

    [Fact]
    public void Measure_AnyBytes_IsFiniteAndNeverThrows()
    {
        var random = new Random(61);
        byte[][] seeds =
        [
            Png(640, 480), Wave(32_000, 100), [.. "GIF89a"u8, 1, 2, 3, 4, 5], [.. "RIFF\0\0\0\0WEBPVP8X"u8, .. new byte[14]], [0xFF, 0xD8, 0xFF, 0xE1, 0, 4, 0, 0, 0xFF, 0xC0, 0, 11, 8, 0, 9, 0, 9, 1],
            [.. "II*\0\b\0\0\0\u0001\0\0\u0001\u0003\0\u0001\0\0\0\u0005\0\0\0"u8], [.. "ply\nelement vertex 12345678901234567890\n"u8], [.. "'shape': (4294967295, 4294967295, 4294967295, 3)"u8], [.. "OFF\n\n\n-1 0"u8], [.. "fLaC"u8, .. new byte[30]],
        ];
        for (var round = 0; round < 4000; round++)
        {
            var seed = seeds[random.Next(seeds.Length)];
            var bytes = seed[..random.Next(seed.Length + 1)];
            for (var flips = random.Next(5); flips > 0 && bytes.Length > 0; flips--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            foreach (var format in Enum.GetValues<MediaFormat>())
            {
                var cost = Measure(bytes, (Modality)random.Next(7), format);
                Assert.True(double.IsFinite(cost) && cost >= 0);
            }
        }
    }

    private static double Measure(byte[] bytes, Modality modality, MediaFormat format) =>
        MediaProbe.Measure(MediaContent.FromBytes("a", bytes), new MediaKind(modality, format));

    private static byte[] Png(int width, int height)
    {
        var png = new byte[64];
        ((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]).CopyTo(png);
        "IHDR"u8.CopyTo(png.AsSpan(12));
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), height);
        return png;
    }

    private static byte[] Wave(int byteRate, int bytes)
    {
        // A LIST chunk of odd size stands before the data.
        byte[] head = [.. "RIFF\0\0\0\0WAVEfmt "u8, 16, 0, 0, 0, 1, 0, 1, 0, 0x80, 0x3E, 0, 0, 0, 0, 0, 0, 2, 0, 16, 0, .. "LIST"u8, 3, 0, 0, 0, 1, 2, 3, 0, .. "data"u8, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(28), byteRate);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(head.Length - 4), bytes);
        return [.. head, .. new byte[bytes]];
    }
}
