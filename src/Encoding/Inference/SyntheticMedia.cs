using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using UniBind.Grid.Media;

namespace UniBind.Grid.Encoding;

/// <summary>Small media made of arithmetic, one for each modality but video: what an encoder is warmed up and checked with.</summary>
internal static class SyntheticMedia
{
    private const string Sentence = "a grey bird sits on the red roof of an old house while rain falls on the street";

    /// <summary>Makes a content.</summary>
    /// <param name="modality">Of which modality.</param>
    /// <param name="size">1 for a short one; larger numbers give longer texts and sounds, and more points and events.</param>
    /// <returns>Null for video, which no few lines can write.</returns>
    public static (MediaContent Content, MediaFormat Format)? Create(Modality modality, int size) => modality switch
    {
        Modality.Text => (Content("sample.txt", System.Text.Encoding.UTF8.GetBytes(string.Join(' ', Sentence.Split(' ').Take(5 * size)))), MediaFormat.Text),
        Modality.Image or Modality.Thermal => (Content("sample.png", Png(64, 48)), MediaFormat.Png),
        Modality.Audio => (Content("sample.wav", Wav(16_000, size)), MediaFormat.Wav),
        Modality.PointCloud => (Content("sample.xyz", Points(256 * size)), MediaFormat.Xyz),
        Modality.Event => (Content("sample.bin", Events(2_000 * size)), MediaFormat.NMnistBin),
        _ => null,
    };

    private static MediaContent Content(string name, byte[] bytes) => MediaContent.FromBytes(name, bytes);

    /// <summary>A grey gradient with a square, 8 bits.</summary>
    private static byte[] Png(int width, int height)
    {
        using var pixels = new MemoryStream();
        using (var zlib = new ZLibStream(pixels, CompressionLevel.Fastest, leaveOpen: true))
        {
            var row = new byte[width + 1]; // a filter byte first: none
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                    row[x + 1] = (byte)(x is > 20 and < 40 && y is > 10 and < 30 ? 230 : 2 * x + y);
                zlib.Write(row);
            }
        }

        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8; // bits, then grey, deflate, no filter method, no interlacing
        using var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        Chunk(png, "IHDR"u8, header);
        Chunk(png, "IDAT"u8, pixels.ToArray());
        Chunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static void Chunk(Stream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(type);
        png.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, type), data));
        png.Write(number);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
        }

        return crc;
    }

    /// <summary>A rising tone, 16 bits, one channel.</summary>
    private static byte[] Wav(int rate, int seconds)
    {
        var data = 2 * rate * seconds;
        var wav = new byte[44 + data];
        "RIFF"u8.CopyTo(wav);
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(4), 36 + data);
        "WAVEfmt "u8.CopyTo(wav.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(20), 1); // PCM
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(24), rate);
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(28), 2 * rate);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(32), 2);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(34), 16);
        "data"u8.CopyTo(wav.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(40), data);
        for (var i = 0; i < rate * seconds; i++)
        {
            var t = (double)i / rate;
            BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(44 + 2 * i), (short)(12_000 * Math.Sin(2 * Math.PI * (300 + 200 * t) * t)));
        }

        return wav;
    }

    /// <summary>Points on a twisted ring.</summary>
    private static byte[] Points(int count)
    {
        var lines = new System.Text.StringBuilder();
        for (var i = 0; i < count; i++)
        {
            var (sin, cos) = Math.SinCos(2 * Math.PI * i / count);
            var lift = 0.4 * Math.Sin(7.0 * i);
            lines.Append(CultureInfo.InvariantCulture, $"{cos * (1 + lift):F5} {lift:F5} {sin * (1 + lift):F5}\n");
        }

        return System.Text.Encoding.ASCII.GetBytes(lines.ToString());
    }

    /// <summary>Events of a diagonal edge that moves over 34 x 34 pixels, 5 bytes each.</summary>
    private static byte[] Events(int count)
    {
        var bytes = new byte[5 * count];
        for (var i = 0; i < count; i++)
        {
            var time = 40 * i; // microseconds, 23 bits
            var record = bytes.AsSpan(5 * i, 5);
            record[0] = (byte)((i + i / 97) % 34);
            record[1] = (byte)(i * 7 % 34);
            record[2] = (byte)(((i & 1) << 7) | ((time >> 16) & 0x7F));
            record[3] = (byte)(time >> 8);
            record[4] = (byte)time;
        }

        return bytes;
    }
}
