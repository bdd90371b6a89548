using UniBind.Grid.Alignment;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Grains;

/// <summary>Whether a space version takes the raw embeddings of a shard.</summary>
internal static class RealignFit
{
    /// <summary>The way of a shard's rows into the version.</summary>
    /// <param name="spaces">The open versions.</param>
    /// <param name="space">The version.</param>
    /// <param name="shard">A shard with rows.</param>
    /// <exception cref="GridException">Another encoder made the raw embeddings than the version's heads or centers were made for.</exception>
    public static SpaceProjection Require(SpaceCatalog spaces, Space space, RawShard shard)
    {
        var first = shard.Rows[0];
        foreach (var row in shard.Rows)
            if (row.Encoder != first.Encoder || row.Modality != first.Modality)
                throw new GridException($"Shard {shard.Account.Shard} of the source mixes rows of several encoders or modalities; embed the corpus again.");
        if (first.Modality == Modality.Text && space.HeadOf(Modality.Text) is null && space.Manifest.TextEncoder.Length > 0 && space.Manifest.TextEncoder != first.Encoder)
            throw new GridException($"The texts of the source were embedded by another encoder than the centers of '{space.Manifest.Id}'; embed the corpus again with its pack '{space.Manifest.Pack}'.");
        return spaces.GetProjection(space.Sha256, first.Modality, first.Encoder, shard.Dimension);
    }

    /// <summary>Whether the version says by which encoder the raw embeddings of a modality must have been made.</summary>
    public static bool NamesEncoder(Space space, Modality modality) =>
        space.HeadOf(modality) is { } head ? head.Head.Origin.Encoder.Length > 0 : modality == Modality.Text && space.Manifest.TextEncoder.Length > 0;
}
