using System.Runtime.CompilerServices;
using System.Text;

namespace UniBind.Grid.Corpora.Tests;

/// <summary>A corpus in memory whose contents matter.</summary>
internal sealed class ContentSource(IReadOnlyList<ContentItem> items) : ICorpusSource
{
    public string Root => "/content";

    /// <summary>Items whose content was opened.</summary>
    public int Opened { get; private set; }

    /// <summary>The hash that the source gives for an item.</summary>
    public Func<ContentItem, string> Sha256 { get; init; } = _ => "";

    public async IAsyncEnumerable<ListedItem> ListAsync([EnumeratorCancellation] CancellationToken ct = default)
    {
        foreach (var item in items)
        {
            yield return ListedItem.Of(new CorpusItem
            {
                Id = item.Id,
                Uri = $"{item.Id}#{item.Content}",
                Labels = [item.Label],
                Bytes = item.Content.Length,
                Sha256 = Sha256(item),
            });
        }
        await Task.CompletedTask;
    }

    public MediaContent Open(CorpusItem item)
    {
        lock (items)
            Opened++;
        return MediaContent.FromBytes(item.Id, Encoding.UTF8.GetBytes(item.Uri[(item.Uri.LastIndexOf('#') + 1)..]));
    }

    public static ProbedItem Probe(CorpusItem item, MediaContent content)
    {
        var text = Encoding.UTF8.GetString(content.ReadBytes(1 << 20).Span);
        return text.StartsWith("broken", StringComparison.Ordinal)
            ? throw new ItemException(ItemStage.Plan, ItemErrorCodes.Corrupt, "broken")
            : new ProbedItem(text.StartsWith('i') ? Modality.Image : Modality.Audio, "x", text.Length);
    }
}
