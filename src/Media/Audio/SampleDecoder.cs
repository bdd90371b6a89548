using System.Buffers.Binary;

namespace UniBind.Grid.Media;

/// <summary>Turns stored samples into floats in -1..1, as <c>torchaudio.load</c> scales them.</summary>
internal static class SampleDecoder
{
    // Beyond this, the power spectrum of one analysis frame could overflow a float; no recording comes near it.
    private const float Largest = 1e15f;

    /// <summary>Decodes <c>samples.Length</c> samples.</summary>
    /// <param name="bytes">Their bytes, exactly.</param>
    /// <param name="encoding">How they are stored.</param>
    /// <param name="samples">Receives them.</param>
    /// <exception cref="ItemException">A floating-point sample is NaN, infinite or absurdly large.</exception>
    internal static void Decode(ReadOnlySpan<byte> bytes, SampleEncoding encoding, Span<float> samples)
    {
        switch (encoding)
        {
            case SampleEncoding.Signed16:
                for (var i = 0; i < samples.Length; i++)
                    samples[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes[(2 * i)..]) * (1f / 0x8000);
                break;
            case SampleEncoding.Signed24:
                for (var i = 0; i < samples.Length; i++)
                    samples[i] = ((bytes[3 * i + 2] << 24 | bytes[3 * i + 1] << 16 | bytes[3 * i] << 8) >> 8) * (1f / 0x800000);
                break;
            case SampleEncoding.Signed32:
                for (var i = 0; i < samples.Length; i++)
                    samples[i] = BinaryPrimitives.ReadInt32LittleEndian(bytes[(4 * i)..]) * (1f / 0x80000000L);
                break;
            case SampleEncoding.Float32:
                for (var i = 0; i < samples.Length; i++)
                    samples[i] = Checked(BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * i)..]));
                break;
            case SampleEncoding.Float64:
                for (var i = 0; i < samples.Length; i++)
                    samples[i] = Checked((float)BinaryPrimitives.ReadDoubleLittleEndian(bytes[(8 * i)..]));
                break;
            case SampleEncoding.Unsigned8:
                for (var i = 0; i < samples.Length; i++)
                    samples[i] = (bytes[i] - 128) * (1f / 128);
                break;
            default:
                var table = encoding == SampleEncoding.ALaw ? Companding.ALaw : Companding.MuLaw;
                for (var i = 0; i < samples.Length; i++)
                    samples[i] = table[bytes[i]];
                break;
        }
    }

    private static float Checked(float sample) => Math.Abs(sample) <= Largest
        ? sample
        : throw new ItemException(ItemStage.Decode, ItemErrorCodes.NotFinite, "The sound holds a sample that is not a finite number.");
}
