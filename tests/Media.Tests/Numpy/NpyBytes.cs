using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace UniBind.Grid.Media.Tests;

/// <summary>Writes NumPy files as NumPy does.</summary>
internal static class NpyBytes
{
    public static byte[] Of(string descr, string shape, ReadOnlySpan<byte> data, bool fortran = false, int version = 1)
    {
        var text = $"{{'descr': {descr}, 'fortran_order': {(fortran ? "True" : "False")}, 'shape': {shape}, }}";
        return OfHeader(text, data, version);
    }

    public static byte[] OfHeader(string text, ReadOnlySpan<byte> data, int version = 1)
    {
        var preamble = version == 1 ? 10 : 12;
        text = text.PadRight((preamble + text.Length + 64) / 64 * 64 - preamble - 1) + "\n";
        var header = Encoding.UTF8.GetBytes(text);
        byte[] length = version == 1 ? BitConverter.GetBytes((ushort)header.Length) : BitConverter.GetBytes(header.Length);
        return [0x93, .. "NUMPY"u8, (byte)version, 0, .. length, .. header, .. data];
    }

    public static byte[] Matrix(float[] values, int rows, int columns) =>
        Of("'<f4'", $"({rows}, {columns})", MemoryMarshal.AsBytes(values.AsSpan()));

    public static byte[] Vector<T>(string dtype, params T[] values) where T : unmanaged =>
        Of($"'{dtype}'", $"({values.Length},)", MemoryMarshal.AsBytes(values.AsSpan()));

    public static byte[] Zip(params (string Name, byte[] Bytes)[] arrays)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, bytes) in arrays)
            {
                using var entry = zip.CreateEntry(name + ".npy", CompressionLevel.Optimal).Open();
                entry.Write(bytes);
            }
        return stream.ToArray();
    }
}
