namespace UniBind.Grid.Media;

/// <summary>What a sound went through, for <c>inspect</c>.</summary>
internal static class AudioNotes
{
    /// <summary>Rate, channels and length as they were, and what the decoder complained about.</summary>
    internal static IReadOnlyDictionary<string, string> Of(PcmTrack track, int rate)
    {
        var format = track.Format;
        var notes = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["seconds"] = FormattableString.Invariant($"{track.Frames / (double)format.SampleRate:0.###}"),
            ["channels"] = FormattableString.Invariant($"{format.Channels}"),
            ["rate"] = format.SampleRate == rate
                ? FormattableString.Invariant($"{rate} Hz")
                : FormattableString.Invariant($"resampled from {format.SampleRate} Hz to {rate} Hz"),
        };
        if (track.Complaint is { } complaint)
            notes["decoder"] = ToolFailure.Summary([complaint]);
        return notes;
    }
}
