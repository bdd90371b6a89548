using System.Buffers.Binary;

namespace UniBind.Grid.Cli.Tests;

/// <summary>A small sound file.</summary>
internal static class Sound
{
    /// <summary>A mono 16-bit WAV file whose samples are 0, 1, 2 ... 999 thousandths, again and again.</summary>
    public static byte[] Wav(int rate, int samples)
    {
        var wav = new byte[44 + 2 * samples];
        "RIFF"u8.CopyTo(wav);
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(4), wav.Length - 8);
        "WAVEfmt "u8.CopyTo(wav.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(24), rate);
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(28), 2 * rate);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(32), 2);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(34), 16);
        "data"u8.CopyTo(wav.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(40), 2 * samples);
        for (var i = 0; i < samples; i++)
            BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(44 + 2 * i), Sample(i));
        return wav;
    }

    /// <summary>A sample as it stands in the file.</summary>
    public static short Sample(int index) => (short)(index % 1000 * 32);
}
