namespace UniBind.Grid.Encoding;

/// <summary>What a full check of a pack found.</summary>
/// <param name="Pack">The pack.</param>
/// <param name="Encoders">Its encoders, in the order of modalities.</param>
public sealed record PackReport(EncoderPack Pack, IReadOnlyList<EncoderReport> Encoders)
{
    /// <summary>True when no encoder has a problem.</summary>
    public bool Passed => Encoders.All(e => e.Problems.Count == 0);
}
