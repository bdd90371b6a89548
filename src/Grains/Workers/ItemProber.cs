using UniBind.Grid.Alignment;
using UniBind.Grid.Corpora;
using UniBind.Grid.Media;

namespace UniBind.Grid.Grains;

/// <summary>Looks at the head of an item while its page is planned: what it is, and how much work.</summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="pack">The pack's name.</param>
/// <param name="modalities">What it encodes.</param>
/// <param name="space">The space of the job; null for <c>PACK@0</c>, which takes all that the pack encodes.</param>
internal sealed class ItemProber(string pack, IReadOnlyCollection<Modality> modalities, Space? space)
{
    /// <summary>Tells modality, format and cost of an item.</summary>
    /// <exception cref="ItemException">The content is bad, or the pack has no encoder, or the space no head, for what it is.</exception>
    public ProbedItem Probe(CorpusItem item, MediaContent content)
    {
        var kind = MediaSniffer.Detect(content, item.Modality);
        if (!modalities.Contains(kind.Modality))
            throw new ItemException(ItemStage.Plan, ItemErrorCodes.Unsupported, $"The pack '{pack}' has no encoder for {kind.Modality.Name()}; use another pack, or leave the modality out with --modality.");
        if (space is not null && !SpaceProjection.Supports(space, kind.Modality))
            throw new ItemException(ItemStage.Plan, ItemErrorCodes.Unsupported, $"The space '{space.Manifest.Id}' has no head for {kind.Modality.Name()}; train one with 'unibind align' and publish a new version, or leave the modality out with --modality.");
        return new ProbedItem(kind.Modality, kind.Format.ToString(), MediaProbe.Measure(content, kind));
    }
}
