namespace UniBind.Grid.Media;

/// <summary>The layout of uncompressed sound: interleaved frames of one sample a channel.</summary>
/// <param name="Encoding">How a sample is stored.</param>
/// <param name="Channels">Samples a frame, at least 1.</param>
/// <param name="SampleRate">Frames a second, at least 1.</param>
internal readonly record struct PcmFormat(SampleEncoding Encoding, int Channels, int SampleRate)
{
    /// <summary>The bytes of one sample.</summary>
    public int SampleBytes => Encoding switch
    {
        SampleEncoding.Signed16 => 2,
        SampleEncoding.Signed24 => 3,
        SampleEncoding.Signed32 or SampleEncoding.Float32 => 4,
        SampleEncoding.Float64 => 8,
        _ => 1,
    };

    /// <summary>The bytes of one frame.</summary>
    public int FrameBytes => SampleBytes * Channels;
}
