namespace UniBind.Grid.Client;

/// <summary>Splits a request into calls of one modality each, within what a call may carry.</summary>
internal static class OnlineParts
{
    /// <summary>The items of a call that are worth sharing out further: fewer make the encoders run small batches.</summary>
    private const int MinItems = 8;

    /// <summary>The places of the items of each call, in the order of the request.</summary>
    /// <param name="items">The request.</param>
    /// <param name="silos">The silos that a request other than of texts is shared out over.</param>
    public static List<int[]> Split(IReadOnlyList<MediaQuery> items, int silos)
    {
        var open = new (List<int>? Places, long Bytes)[Modalities.All.Count];
        var counts = new int[open.Length];
        for (var i = 0; i < items.Count; i++)
            counts[(int)items[i].Modality]++;
        var parts = new List<int[]>();
        for (var i = 0; i < items.Count; i++)
        {
            ref var part = ref open[(int)items[i].Modality];
            var most = items[i].Modality == Modality.Text ? EmbedRequest.MaxItems
                : Math.Clamp((counts[(int)items[i].Modality] + silos - 1) / Math.Max(1, silos), MinItems, EmbedRequest.MaxItems);
            if (part.Places is { } full && (full.Count >= most || part.Bytes + items[i].Content.Length > EmbedRequest.MaxBytes))
            {
                parts.Add([.. full]);
                part = default;
            }
            (part.Places ??= []).Add(i);
            part.Bytes += items[i].Content.Length;
        }
        foreach (var (places, _) in open)
            if (places is not null)
                parts.Add([.. places]);
        return parts;
    }
}
