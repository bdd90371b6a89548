using System.Numerics.Tensors;
using UniBind.Grid.Alignment;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Grains;

/// <summary>Scans part files for the rows nearest to a query: every row is compared.</summary>
/// <remarks>Thread-safe; a singleton of the silo. A few parts are in memory at a time.</remarks>
public sealed class SearchScanner(PackCatalog packs, SpaceCatalog spaces, OnlineEncoder online)
{
    /// <summary>Parts side by side: reading one is work for one processor.</summary>
    private static readonly int PartsAtATime = Math.Clamp(Environment.ProcessorCount, 1, 4);

    /// <summary>Does one silo's share of a search.</summary>
    /// <exception cref="GridException">The query cannot be embedded, a part is damaged, or its rows are not comparable.</exception>
    public async Task<SearchFound> ScanAsync(SearchShare share, CancellationToken cancellationToken)
    {
        var query = await OpenAsync(share, cancellationToken);
        var found = new List<SearchFound>();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = PartsAtATime, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(share.Parts, parallel, async (part, ct) =>
        {
            var one = Scan(query, part, await PartReader.ReadPartAsync(part, ct), share.Top);
            lock (found)
                found.Add(one);
        });
        return new SearchFound(TopHits.Merge(found.Select(f => f.Hits), share.Top), found.Sum(f => f.Rows));
    }

    private async Task<SearchQuery> OpenAsync(SearchShare share, CancellationToken cancellationToken)
    {
        var (handle, media) = (share.Space, share.Query);
        var space = handle.Manifest.Length > 0 ? spaces.Get(handle.Manifest) : null;
        var embedded = await online.EncodeAsync(handle.Pack, handle.PackSha256, media.Modality, media.Name, media.Content, cancellationToken);
        var vector = embedded.Raw;
        if (space is not null)
        {
            var encoder = embedded.Encoder;
            var projection = spaces.GetProjection(space.Sha256, encoder.Modality, encoder.Sha256, encoder.Dimension);
            try
            {
                vector = projection.Apply(new EmbeddingMatrix(vector, 1, vector.Length)).Embeddings.Row(0).ToArray();
            }
            catch (AlignmentException e)
            {
                throw new GridException($"'{media.Name}' cannot be searched for: {e.Message}");
            }
        }
        var pack = (await packs.GetAsync(handle.Pack)).Pack;
        return new SearchQuery(vector, share.Modalities.ToHashSet(), handle, pack, space);
    }

    private static SearchFound Scan(SearchQuery query, string part, IReadOnlyList<OutputRow> rows, int top)
    {
        var best = new TopHits(top);
        var compared = 0L;
        var folder = Path.GetDirectoryName(part)!;
        foreach (var row in rows.Where(query.Wants))
        {
            query.Require(row, part);
            compared++;
            var score = TensorPrimitives.Dot<float>(query.Embedding, row.Embedding);
            if (best.MayTake(score))
                best.Add(Hit(row, score, folder));
        }
        return new SearchFound(best.Sorted(), compared);
    }

    private static SearchHit Hit(OutputRow row, float score, string folder) => new()
    {
        Id = row.Id,
        Uri = row.Uri,
        Modality = row.Modality,
        Score = score,
        Class = row.Class,
        Labels = [.. row.Labels],
        Folder = folder,
    };
}
