using UniBind.Grid.Alignment;
using UniBind.Grid.Corpora;
using UniBind.Grid.Encoding;

namespace UniBind.Grid.Grains;

/// <summary>A query as a silo searches with it: its embedding, and what a row must be made by to be comparable.</summary>
/// <param name="Embedding">The query in the space, L2-normalised.</param>
/// <param name="Modalities">The modalities that are searched.</param>
/// <param name="Handle">The space version.</param>
/// <param name="Pack">The pack behind it.</param>
/// <param name="Space">The version; null for <c>PACK@0</c>.</param>
internal sealed record SearchQuery(float[] Embedding, IReadOnlySet<Modality> Modalities, SpaceHandle Handle, EncoderPack Pack, Space? Space)
{
    /// <summary>Refuses rows that look comparable and are not.</summary>
    /// <param name="vectors">The part.</param>
    /// <param name="rows">The rows that are compared.</param>
    /// <param name="part">Its path.</param>
    /// <exception cref="GridException">One is of another space version, encoder, head or length.</exception>
    public void Require(PartVectors vectors, int[] rows, string part)
    {
        foreach (var row in rows)
            Require(vectors.Modalities[row], vectors.Spaces[row], vectors.Encoders[row], vectors.Heads[row], part);
        if (rows.Length > 0 && vectors.Dimension != Embedding.Length)
            throw new GridException($"The {vectors.Modalities[rows[0]].Name()} rows of '{part}' have {vectors.Dimension} values, and the query has {Embedding.Length}.");
    }

    private void Require(Modality modality, string rowSpace, string rowEncoder, string rowHead, string part)
    {
        if (rowSpace != Handle.Id)
            throw new GridException($"'{part}' holds a row of '{rowSpace}' among those of '{Handle.Id}'; rows of different versions are not comparable.");
        if (!Pack.Encoders.TryGetValue(modality, out var encoder) || encoder.Sha256 != rowEncoder)
            throw new GridException($"The {modality.Name()} rows of '{part}' were made by another encoder than the grid's pack '{Handle.Pack}' has; start the grid with the pack that made them (--pack), or embed them again.");
        var head = Space?.HeadOf(modality)?.Sha256 ?? SpaceProjection.Identity;
        if (rowHead != head)
            throw new GridException($"The {modality.Name()} rows of '{part}' were made by another head than '{Handle.Id}' has here; they are of another space of that name.");
    }
}
