using UniBind.Grid.Alignment;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Grains;

/// <summary>Scans part files for the rows nearest to a query: every row is compared.</summary>
/// <remarks>Thread-safe; a singleton of the silo. A few parts are in memory at a time, and of them the columns that the comparison needs.</remarks>
public sealed class SearchScanner(PackCatalog packs, SpaceCatalog spaces, OnlineEmbedder online)
{
    /// <summary>Parts side by side: reading one is work for one processor.</summary>
    private static readonly int PartsAtATime = Math.Clamp(Environment.ProcessorCount, 1, 4);

    /// <summary>Does one silo's share of a search.</summary>
    /// <exception cref="GridException">The query cannot be embedded, a part is damaged, or its rows are not comparable.</exception>
    public async Task<SearchFound> ScanAsync(SearchShare share, CancellationToken cancellationToken)
    {
        var query = await OpenAsync(share, cancellationToken);
        var best = Array.Empty<VectorHit>();
        var compared = 0L;
        var merging = new Lock();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = PartsAtATime, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, share.Parts.Length), parallel, async (source, ct) =>
        {
            var part = share.Parts[source];
            var (hits, rows) = Scan(query, part, source, await PartReader.ReadVectorsAsync(part, query.Modalities, ct), share.Top);
            lock (merging)
            {
                best = VectorTopK.Merge([best, hits], share.Top);
                compared += rows;
            }
        });
        return new SearchFound(await SearchHits.ReadAsync(share.Parts, best, cancellationToken), compared);
    }

    private async Task<SearchQuery> OpenAsync(SearchShare share, CancellationToken cancellationToken)
    {
        var (handle, media) = (share.Space, share.Query);
        var space = handle.Manifest.Length > 0 ? spaces.Get(handle.Manifest) : null;
        var request = new EmbedRequest { Manifest = handle.Manifest, Pack = handle.Pack, PackSha256 = handle.PackSha256, Items = [new EmbedItem(media.Name, media.Content)] };
        var embedded = (await online.EmbedAsync(media.Modality, request, cancellationToken)).Items[0];
        if (embedded.Code is { } code)
            throw new GridException($"'{media.Name}' cannot be searched for ({code}): {embedded.Message}");
        var pack = (await packs.GetAsync(handle.Pack)).Pack;
        return new SearchQuery(embedded.ToFloats(), share.Modalities.ToHashSet(), handle, pack, space);
    }

    private static (VectorHit[] Hits, int Rows) Scan(SearchQuery query, string part, int source, PartVectors vectors, int top)
    {
        var rows = vectors.RowsOf(query.Modalities);
        query.Require(vectors, rows, part);
        if (rows.Length == 0)
            return ([], 0);
        var all = new EmbeddingMatrix(vectors.Embeddings, vectors.Ids.Count, vectors.Dimension);
        var search = new VectorTopK(new EmbeddingMatrix(query.Embedding, 1, query.Embedding.Length), top);
        try
        {
            search.Add(rows.Length == all.Rows ? all : all.Take(rows), row => vectors.Ids[rows[row]], source);
        }
        catch (AlignmentException e)
        {
            throw new GridException($"'{part}' cannot be searched: {e.Message}");
        }

        // A part is of one modality as a rule; where it is not, the rows that were searched stand at other places in it.
        return ([.. search.Results()[0].Select(hit => hit with { Row = rows[hit.Row] })], rows.Length);
    }
}
