using System.Buffers.Binary;

namespace UniBind.Grid.Samples;

/// <summary>Writes one channel of sound as RIFF wave with integer samples.</summary>
internal static class WavWriter
{
    private const int HeaderBytes = 44;

    /// <summary>The sound as wav.</summary>
    /// <param name="samples">The samples, -1 to 1; what lies beyond is clipped.</param>
    /// <param name="sampleRate">Samples a second.</param>
    /// <param name="bits">16 or 24.</param>
    public static byte[] Write(ReadOnlySpan<double> samples, int sampleRate, int bits)
    {
        var width = bits / 8;
        var dataBytes = samples.Length * width;
        // A chunk of odd length is followed by one byte that does not count in its size.
        var wav = new byte[HeaderBytes + dataBytes + (dataBytes & 1)];
        var header = wav.AsSpan();
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], wav.Length - 8);
        "WAVEfmt "u8.CopyTo(header[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(header[20..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(header[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(header[24..], sampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(header[28..], sampleRate * width);
        BinaryPrimitives.WriteInt16LittleEndian(header[32..], (short)width);
        BinaryPrimitives.WriteInt16LittleEndian(header[34..], (short)bits);
        "data"u8.CopyTo(header[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[40..], dataBytes);

        var scale = (1 << (bits - 1)) - 1;
        var at = HeaderBytes;
        foreach (var sample in samples)
        {
            var value = (int)Math.Round(Math.Clamp(sample, -1, 1) * scale);
            for (var i = 0; i < width; i++)
                wav[at++] = (byte)(value >> (8 * i));
        }

        return wav;
    }
}
