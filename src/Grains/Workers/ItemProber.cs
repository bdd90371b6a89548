using UniBind.Grid.Corpora;
using UniBind.Grid.Media;

namespace UniBind.Grid.Grains;

/// <summary>Looks at the head of an item while its page is planned: what it is, and how much work.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class ItemProber(string pack, IReadOnlyCollection<Modality> modalities)
{
    /// <summary>Tells modality, format and cost of an item.</summary>
    /// <exception cref="ItemException">The content is bad, or the pack has no encoder for what it is.</exception>
    public ProbedItem Probe(CorpusItem item, MediaContent content)
    {
        var kind = MediaSniffer.Detect(content, item.Modality);
        if (!modalities.Contains(kind.Modality))
            throw new ItemException(ItemStage.Plan, ItemErrorCodes.Unsupported, $"The pack '{pack}' has no encoder for {kind.Modality.Name()}; use another pack, or leave the modality out with --modality.");
        return new ProbedItem(kind.Modality, kind.Format.ToString(), MediaProbe.Measure(content, kind));
    }
}
