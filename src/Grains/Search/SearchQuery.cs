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
    /// <summary>Whether a row is searched.</summary>
    public bool Wants(OutputRow row) => Modalities.Contains(row.Modality);

    /// <summary>Refuses a row that looks comparable and is not.</summary>
    /// <exception cref="GridException">It is of another space version, encoder, head or length.</exception>
    public void Require(OutputRow row, string part)
    {
        if (row.Space != Handle.Id)
            throw new GridException($"'{part}' holds a row of '{row.Space}' among those of '{Handle.Id}'; rows of different versions are not comparable.");
        if (!Pack.Encoders.TryGetValue(row.Modality, out var encoder) || encoder.Sha256 != row.Encoder)
            throw new GridException($"The {row.Modality.Name()} rows of '{part}' were made by another encoder than the grid's pack '{Handle.Pack}' has; start the grid with the pack that made them (--pack), or embed them again.");
        var head = Space?.HeadOf(row.Modality)?.Sha256 ?? SpaceProjection.Identity;
        if (row.Head != head)
            throw new GridException($"The {row.Modality.Name()} rows of '{part}' were made by another head than '{Handle.Id}' has here; they are of another space of that name.");
        if (row.Embedding.Length != Embedding.Length)
            throw new GridException($"The {row.Modality.Name()} rows of '{part}' have {row.Embedding.Length} values, and the query has {Embedding.Length}.");
    }
}
