namespace UniBind.Grid.Alignment;

/// <summary>Groups items by confidence.</summary>
internal static class ReliabilityTable
{
    /// <summary>The bin of a confidence: equal widths from 0 to 1, the upper edge belongs to the bin.</summary>
    public static int BinOf(double confidence, int bins) => Math.Clamp((int)Math.Ceiling(confidence * bins) - 1, 0, bins - 1);

    public static IReadOnlyList<ReliabilityBin> Of(RecognisedItems items, int bins)
    {
        var members = Enumerable.Range(0, items.Items.Length).ToLookup(i => BinOf(items.Confidence[i], bins));
        return [.. Enumerable.Range(0, bins).Select(b => new ReliabilityBin(
            b / (double)bins, (b + 1) / (double)bins, members[b].Count(),
            members[b].Select(i => (double)items.Confidence[i]).DefaultIfEmpty(0).Average(),
            members[b].Select(i => (double)items.Top1[i]).DefaultIfEmpty(0).Average()))];
    }
}
