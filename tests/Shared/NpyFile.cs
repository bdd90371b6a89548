using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace UniBind.Grid.Testing;

/// <summary>A little-endian float32 array of a .npy file, as the lab's golden tensors are stored.</summary>
internal sealed record NpyFile(int[] Shape, float[] Values)
{
    public static NpyFile Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        if (bytes is not [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', ..])
            throw new InvalidDataException($"{path} is no npy file.");
        // Version 1 has a 2-byte header length, later ones 4 bytes.
        var (start, length) = bytes[6] == 1 ? (10, BitConverter.ToUInt16(bytes, 8)) : (12, BitConverter.ToInt32(bytes, 8));
        var header = System.Text.Encoding.UTF8.GetString(bytes, start, length);
        if (!header.Contains("'<f4'") || header.Contains("'fortran_order': True"))
            throw new InvalidDataException($"{path} is no row-major float32 array: {header}");
        var shape = Regex.Match(header, @"'shape':\s*\(([^)]*)\)").Groups[1].Value
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(int.Parse).ToArray();
        var values = MemoryMarshal.Cast<byte, float>(bytes.AsSpan(start + length)).ToArray();
        if (values.Length != shape.Aggregate(1, (a, b) => a * b))
            throw new InvalidDataException($"{path} holds {values.Length} values for the shape ({string.Join(", ", shape)}).");
        return new(shape, values);
    }
}
