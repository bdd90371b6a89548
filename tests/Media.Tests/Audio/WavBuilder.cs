using System.Buffers.Binary;
using System.Text;

namespace UniBind.Grid.Media.Tests;

/// <summary>Writes waves, well-formed and otherwise.</summary>
internal static class WavBuilder
{
    public static byte[] Pcm16(int rate, int channels, params ReadOnlySpan<short> samples)
    {
        var data = new byte[2 * samples.Length];
        for (var i = 0; i < samples.Length; i++)
            BinaryPrimitives.WriteInt16LittleEndian(data.AsSpan(2 * i), samples[i]);
        return Riff(Fmt(1, channels, rate, 16), Chunk("data", data));
    }

    public static byte[] Float(int rate, int channels, params ReadOnlySpan<float> samples)
    {
        var data = new byte[4 * samples.Length];
        for (var i = 0; i < samples.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(data.AsSpan(4 * i), samples[i]);
        return Riff(Fmt(3, channels, rate, 32), Chunk("data", data));
    }

    public static byte[] Fmt(int tag, int channels, int rate, int bits)
    {
        var fmt = new byte[16];
        BinaryPrimitives.WriteUInt16LittleEndian(fmt, (ushort)tag);
        BinaryPrimitives.WriteUInt16LittleEndian(fmt.AsSpan(2), (ushort)channels);
        BinaryPrimitives.WriteInt32LittleEndian(fmt.AsSpan(4), rate);
        BinaryPrimitives.WriteInt32LittleEndian(fmt.AsSpan(8), rate * channels * bits / 8);
        BinaryPrimitives.WriteUInt16LittleEndian(fmt.AsSpan(12), (ushort)(channels * bits / 8));
        BinaryPrimitives.WriteUInt16LittleEndian(fmt.AsSpan(14), (ushort)bits);
        return Chunk("fmt ", fmt);
    }

    public static byte[] Extensible(int tag, int channels, int rate, int bits)
    {
        byte[] tail = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71];
        byte[] extra = [22, 0, (byte)bits, 0, 3, 0, 0, 0, (byte)tag, 0, .. tail];
        return Chunk("fmt ", [.. Fmt(0xFFFE, channels, rate, bits)[8..], .. extra]);
    }

    public static byte[] Chunk(string id, byte[] data, uint? length = null)
    {
        var size = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(size, length ?? (uint)data.Length);
        byte[] pad = (data.Length & 1) == 1 && length is null ? [0] : [];
        return [.. Encoding.ASCII.GetBytes(id), .. size, .. data, .. pad];
    }

    public static byte[] Riff(params byte[][] chunks) => RiffOf("RIFF", null, chunks);

    public static byte[] RiffOf(string id, uint? length, params byte[][] chunks)
    {
        byte[] body = [.. "WAVE"u8, .. chunks.SelectMany(c => c)];
        var size = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(size, length ?? (uint)body.Length);
        return [.. Encoding.ASCII.GetBytes(id), .. size, .. body];
    }
}
