using System.Buffers.Binary;
using System.Formats.Tar;
using System.IO.Compression;

namespace UniBind.Grid.EndToEnd.Tests;

/// <summary>Writes the bad inputs that users have, each under its own name.</summary>
internal static class BadFiles
{
    public static void Write(string root, string good)
    {
        Directory.CreateDirectory(root);
        Put(root, "empty.png", []);
        Put(root, "truncated.jpg", Jpeg()[..^40]);
        Put(root, "truncated.wav", Wav(16_000, 32_000)[..^20_000]);
        Put(root, "truncated.ply", System.Text.Encoding.ASCII.GetBytes("ply\nformat binary_little_endian 1.0\nelement vertex 1000\nproperty float x\nproperty float y\nproperty float z\nend_header\n").Concat(new byte[120]).ToArray());
        Put(root, "text.png", "This is a text and not a picture."u8.ToArray());
        Put(root, "huge.png", HugePng());
        Put(root, "playlist.mp4", System.Text.Encoding.ASCII.GetBytes($"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile://{good}\n#EXT-X-ENDLIST\n"));
        WriteLongWav(Path.Combine(root, "long.wav"), hours: 4);
        Put(root, "nan.ply", "ply\nformat ascii 1.0\nelement vertex 2\nproperty float x\nproperty float y\nproperty float z\nend_header\n0 0 0\nnan 1 1\n"u8.ToArray());
        Put(root, "events/zero.csv", "x,y,t,p\n"u8.ToArray());
        Put(root, "latin1.txt", [(byte)'n', 0xE9, (byte)'e', (byte)' ', (byte)'a', 0xFF]);
        File.CreateSymbolicLink(Path.Combine(root, "outside.txt"), "/etc/hostname");
        File.Copy(good, Path.Combine(root, "good.txt"));
        WriteTar(Path.Combine(root, "escape.tar"));
        WriteBomb(Path.Combine(root, "bomb.tar.gz"));
    }

    private static void Put(string root, string name, byte[] bytes)
    {
        var path = Path.Combine(root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }

    private static byte[] Jpeg()
    {
        using var picture = NetVips.Image.Black(64, 64, bands: 3) + new[] { 10.0, 120, 200 };
        return picture.Cast(NetVips.Enums.BandFormat.Uchar).JpegsaveBuffer();
    }

    public static byte[] Wav(int rate, int samples)
    {
        var bytes = new byte[44 + 2 * samples];
        WavHeader(bytes, rate, 2L * samples);
        for (var i = 0; i < samples; i++)
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(44 + 2 * i), (short)(8_000 * Math.Sin(i * 0.2)));
        return bytes;
    }

    private static void WavHeader(Span<byte> bytes, int rate, long data)
    {
        "RIFF"u8.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], (uint)(36 + data));
        "WAVEfmt "u8.CopyTo(bytes[8..]);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[16..], 16);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[20..], 1);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[24..], rate);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[28..], 2 * rate);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[32..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[34..], 16);
        "data"u8.CopyTo(bytes[36..]);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[40..], (uint)data);
    }

    /// <summary>A sparse file: hours of silence that take no room.</summary>
    private static void WriteLongWav(string path, int hours)
    {
        const int rate = 16_000;
        var data = 2L * rate * 3600 * hours;
        using var file = File.Create(path);
        var header = new byte[44];
        WavHeader(header, rate, data);
        file.Write(header);
        file.SetLength(44 + data);
    }

    /// <summary>A valid header that promises 50,000 x 50,000 pixels, and next to no data.</summary>
    private static byte[] HugePng()
    {
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        var header = new byte[13];
        BinaryPrimitives.WriteUInt32BigEndian(header, 50_000);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), 50_000);
        header[8] = 8;
        header[9] = 2;
        Chunk(file, "IHDR", header);
        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write(new byte[1000]);
        Chunk(file, "IDAT", data.ToArray());
        Chunk(file, "IEND", []);
        return file.ToArray();
    }

    private static void Chunk(Stream file, string type, byte[] data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        byte[] body = [.. System.Text.Encoding.ASCII.GetBytes(type), .. data];
        file.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(body));
        file.Write(number);
    }

    private static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var i = 0; i < 8; i++)
                crc = (crc & 1) != 0 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
        }
        return ~crc;
    }

    private static void WriteTar(string path)
    {
        using var tar = new TarWriter(File.Create(path), TarEntryFormat.Pax);
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "../../outside.txt") { DataStream = new MemoryStream("secret"u8.ToArray()) });
        tar.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "link.txt") { LinkName = "/etc/hostname" });
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "inside.txt") { DataStream = new MemoryStream("A text inside the archive."u8.ToArray()) });
    }

    private static void WriteBomb(string path)
    {
        using var gzip = new GZipStream(File.Create(path), CompressionLevel.SmallestSize);
        using var tar = new TarWriter(gzip, TarEntryFormat.Pax);
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "zeros.txt") { DataStream = new MemoryStream(new byte[300 << 20]) });
    }
}
