using System.Buffers.Binary;

namespace UniBind.Grid.Media;

/// <summary>The length of a sound in seconds from the head of its file; null where the head does not tell.</summary>
internal static class SoundHeader
{
    /// <summary>RIFF wave: the data chunk's size, or what is left of the file where that is less, over the byte rate.</summary>
    public static double? WaveSeconds(ReadOnlySpan<byte> head, long length)
    {
        uint byteRate = 0;
        // Sizes are 32 bits without sign: long positions cannot overflow, and each step goes at least 8 bytes on.
        for (long position = 12; position + 8 <= head.Length;)
        {
            var chunk = head[(int)position..];
            var size = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            if (chunk[..4].SequenceEqual("data"u8))
                return byteRate == 0 ? null : Math.Min(size, Math.Max(0, length - position - 8)) / (double)byteRate;
            if (chunk[..4].SequenceEqual("fmt "u8) && chunk.Length >= 20)
                byteRate = BinaryPrimitives.ReadUInt32LittleEndian(chunk[16..]);
            position += 8L + size + (size & 1);
        }
        // The data start beyond the head: nearly all of the file is data.
        return byteRate == 0 ? null : length / (double)byteRate;
    }

    /// <summary>FLAC: the total samples over the sample rate of STREAMINFO, which is always the first block.</summary>
    public static double? FlacSeconds(ReadOnlySpan<byte> head)
    {
        if (head.Length < 26 || !head[..4].SequenceEqual("fLaC"u8))
            return null;
        var packed = BinaryPrimitives.ReadUInt64BigEndian(head[18..]);
        var rate = packed >> 44;
        var samples = packed & 0xF_FFFF_FFFF;
        return rate == 0 || samples == 0 ? null : samples / (double)rate;
    }
}
