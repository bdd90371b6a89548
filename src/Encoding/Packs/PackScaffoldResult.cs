namespace UniBind.Grid.Encoding;

/// <summary>A pack that was made.</summary>
/// <param name="Pack">The pack, as it is loaded from its folder.</param>
/// <param name="Report">How its encoder did on a synthetic item.</param>
/// <param name="ReferenceCosines">The cosine of each sample's vector to its reference; empty without a reference.</param>
public sealed record PackScaffoldResult(EncoderPack Pack, EncoderReport Report, IReadOnlyList<double> ReferenceCosines)
{
    /// <summary>The cosine from which on a vector counts as the reference's.</summary>
    public const double RequiredCosine = 0.9999;

    /// <summary>Whether every sample came out as its reference; true without a reference.</summary>
    public bool MatchesReference => ReferenceCosines.All(c => c >= RequiredCosine);
}
