using System.Buffers.Binary;
using System.Runtime.InteropServices;
using UniBind.Grid.Media;

namespace UniBind.Grid.Cli;

/// <summary>Writes a tensor as a NumPy file (format 1.0).</summary>
internal static class NpyWriter
{
    private const int Alignment = 64;
    private static readonly byte[] Magic = [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0];

    /// <summary>Writes the file; an existing one is replaced.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(string path, PreparedTensor tensor)
    {
        var shape = string.Join(", ", tensor.Shape) + (tensor.Shape.Count == 1 ? "," : "");
        var header = $"{{'descr': '{(tensor.Type == TensorType.Float32 ? "<f4" : "<i8")}', 'fortran_order': False, 'shape': ({shape}), }}";
        var before = Magic.Length + sizeof(ushort);
        var padded = (before + header.Length + 1 + Alignment - 1) / Alignment * Alignment - before;
        Span<byte> length = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)padded);
        using var file = File.Create(path);
        file.Write(Magic);
        file.Write(length);
        file.Write(System.Text.Encoding.ASCII.GetBytes(header.PadRight(padded - 1) + "\n"));
        file.Write(tensor.Floats is { } floats ? MemoryMarshal.AsBytes(floats.AsSpan()) : MemoryMarshal.AsBytes(tensor.Longs!.AsSpan()));
    }
}
