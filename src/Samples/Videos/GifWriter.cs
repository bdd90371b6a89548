using System.Buffers.Binary;
using System.Numerics;

namespace UniBind.Grid.Samples;

/// <summary>Writes a clip as an animated GIF89a with one global palette that loops for ever.</summary>
internal static class GifWriter
{
    /// <summary>The clip as gif.</summary>
    public static byte[] Write(VideoClip clip)
    {
        var bits = BitOperations.Log2((uint)clip.Palette.Length / 3);
        using var gif = new MemoryStream();
        gif.Write("GIF89a"u8);
        WriteUInt16(gif, clip.Width);
        WriteUInt16(gif, clip.Height);
        // Global colour table present, 8 bits a primary, 2^bits entries; background colour 0; square pixels.
        gif.Write([(byte)(0xF0 | (bits - 1)), 0, 0]);
        gif.Write(clip.Palette);
        gif.Write([0x21, 0xFF, 11]);
        gif.Write("NETSCAPE2.0"u8);
        gif.Write([3, 1, 0, 0, 0]);
        foreach (var frame in clip.Frames)
        {
            // Graphic control: leave the frame in place when its time is over, no transparency.
            gif.Write([0x21, 0xF9, 4, 0x04]);
            WriteUInt16(gif, clip.FrameCentiseconds);
            gif.Write([0, 0, 0x2C, 0, 0, 0, 0]);
            WriteUInt16(gif, clip.Width);
            WriteUInt16(gif, clip.Height);
            gif.Write([0, (byte)bits]);
            LzwEncoder.Write(gif, frame, bits);
        }

        gif.WriteByte(0x3B);
        return gif.ToArray();
    }

    private static void WriteUInt16(MemoryStream gif, int value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
        gif.Write(bytes);
    }
}
