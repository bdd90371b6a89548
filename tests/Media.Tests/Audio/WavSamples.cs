namespace UniBind.Grid.Media.Tests;

/// <summary>Decodes a whole wave.</summary>
internal static class WavSamples
{
    /// <summary>The first channel; empty when the samples are compressed.</summary>
    public static float[] Read(byte[] wave)
    {
        var stream = new MemoryStream(wave);
        var header = WavReader.Read(stream);
        if (header.Format is not { } format)
            return [];
        using var track = new PcmTrack(stream, header.DataOffset, format, header.Frames);
        var samples = new float[track.Frames];
        track.Read(0, samples, []);
        return samples;
    }
}
