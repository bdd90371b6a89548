namespace UniBind.Grid.Media;

/// <summary>Where ImageBind's clips begin (pytorchvideo's <c>ConstantClipsPerVideoSampler</c>): evenly spread, the last one ending with the recording.</summary>
internal static class ClipStarts
{
    /// <summary>The start of a clip in seconds: <c>i max(D - 2, 0) / (n - 1)</c>.</summary>
    /// <param name="clip">The clip i, from 0.</param>
    /// <param name="clips">The number of clips n, at least 2.</param>
    /// <param name="duration">The recording's length D in seconds.</param>
    /// <param name="clipSeconds">The length of a clip.</param>
    internal static double Seconds(int clip, int clips, double duration, double clipSeconds) =>
        clip * Math.Max(duration - clipSeconds, 0) / (clips - 1);

    /// <summary>The first sample of a clip, <c>int(start * rate)</c> in exact rational arithmetic over the double D = samples / rate, as the original computes it.</summary>
    /// <param name="clip">The clip, from 0.</param>
    /// <param name="clips">The number of clips, at least 2.</param>
    /// <param name="samples">The recording's length in samples.</param>
    /// <param name="rate">Samples a second; <c>rate * clip</c> must be divisible by <c>clips - 1</c>.</param>
    /// <param name="clipSeconds">The length of a clip.</param>
    internal static long Sample(int clip, int clips, long samples, int rate, double clipSeconds)
    {
        var span = Math.Max(samples / (double)rate - clipSeconds, 0);
        var factor = (double)((long)rate * clip / (clips - 1));
        // The product may round up to a whole number that it does not reach: the fused difference has the exact sign.
        var floor = Math.Floor(span * factor);
        return (long)floor - (Math.FusedMultiplyAdd(span, factor, -floor) < 0 ? 1 : 0);
    }
}
