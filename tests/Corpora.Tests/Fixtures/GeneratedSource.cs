using System.Globalization;
using System.Runtime.CompilerServices;

namespace UniBind.Grid.Corpora.Tests;

/// <summary>Any number of items without files behind them.</summary>
internal sealed class GeneratedSource(long count, Func<long, string>? id = null) : ICorpusSource
{
    private readonly Func<long, string> _id = id ?? (i => string.Create(CultureInfo.InvariantCulture, $"images/{i / 1000:D6}/{i:D9}.png"));

    /// <summary>Called with each ordinal before it is listed.</summary>
    public Action<long>? Listing { get; init; }

    /// <summary>The content of each item; nothing by default.</summary>
    public Func<CorpusItem, ReadOnlyMemory<byte>> Content { get; init; } = _ => ReadOnlyMemory<byte>.Empty;

    public string Root => "/generated";

    public async IAsyncEnumerable<ListedItem> ListAsync([EnumeratorCancellation] CancellationToken ct = default)
    {
        for (long i = 0; i < count; i++)
        {
            ct.ThrowIfCancellationRequested();
            Listing?.Invoke(i);
            var name = _id(i);
            yield return ListedItem.Of(new CorpusItem { Id = name, Uri = name, Bytes = 1_000 + i % 977, Version = "8dd0c5e5a1b2c3d-3e8" });
        }
        await Task.CompletedTask;
    }

    public MediaContent Open(CorpusItem item) => MediaContent.FromBytes(item.Id, Content(item));

    /// <summary>A probe that looks at nothing but the listing.</summary>
    public static ProbedItem Probe(CorpusItem item, MediaContent content) =>
        new((Modality)(item.Bytes % 2 + 1), item.Bytes % 2 == 0 ? "Png" : "Wav", item.Bytes);
}
