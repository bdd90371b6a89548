using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace UniBind.Grid.Media.Tests;

/// <summary>Small contents of the formats that have no picture in them.</summary>
internal static class Records
{
    public static byte[] Events(int count)
    {
        var bytes = new byte[count * 5];
        for (var i = 0; i < count; i++)
        {
            var time = 1000 + i * 137;
            (bytes[i * 5], bytes[i * 5 + 1]) = ((byte)(i * 7 % 34), (byte)(i * 11 % 34));
            (bytes[i * 5 + 2], bytes[i * 5 + 3], bytes[i * 5 + 4]) = ((byte)(i % 2 << 7 | time >> 16), (byte)(time >> 8), (byte)time);
        }
        return bytes;
    }

    public static byte[] Points(int count)
    {
        var bytes = new byte[count * 16];
        for (var i = 0; i < count * 4; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * 4), i % 4 == 3 ? 0.25f : (float)(30 * Math.Sin(i * 0.37)));
        return bytes;
    }

    public static byte[] Npy(string descr, string shape)
    {
        var header = $"{{'descr': {descr}, 'fortran_order': False, 'shape': {shape}, }}".PadRight(117) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8), .. Encoding.ASCII.GetBytes(header), .. new byte[64]];
    }

    public static byte[] Npz(params string[] names)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var name in names)
            {
                using var entry = archive.CreateEntry(name + ".npy").Open();
                entry.Write(Npy("'<i4'", "(3,)"));
            }
        return stream.ToArray();
    }

    public static byte[] Head(params object[] parts)
    {
        var bytes = new List<byte>();
        foreach (var part in parts)
            if (part is string text)
                bytes.AddRange(Encoding.Latin1.GetBytes(text));
            else
                bytes.Add((byte)(int)part);
        bytes.AddRange(new byte[64]);
        return [.. bytes];
    }
}
