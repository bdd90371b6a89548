using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using UniBind.Grid.Alignment;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Bench;

/// <summary>A finished job of as many rows as a measurement needs: the raw embeddings of a few real items, repeated with a little noise.</summary>
internal static class SyntheticOutput
{
    private const float Noise = 0.02f;

    public static async Task WriteAsync(string path, SpaceProjection projection, IReadOnlyList<(OutputRow Row, float[] Raw)> real, int count, Space space)
    {
        var folder = new JobFolder(path);
        await new JobFiles(folder).ClaimAsync("synthetic", "{}");
        var modality = real[0].Row.Modality;
        var source = new NumberedSource(count);
        var random = new Random(1);
        var sink = new ParquetPartSink();
        await foreach (var page in ListingWriter.WriteAsync(source, folder, new ListingOptions()))
        {
            var plan = await PagePlanner.PlanAsync(folder, page.Index, source, (_, _) => new ProbedItem(modality, "x", 1), new PlanOptions());
            foreach (var shard in plan.Shards)
            {
                var items = await ShardFile.ReadAsync(folder.Shard(shard.Id));
                var picked = items.Select(i => (i.Item, Real: real[random.Next(real.Count)])).ToArray();
                var raw = picked.Select(p => Vary(p.Real.Raw, random)).ToArray();
                var scored = projection.Apply(EmbeddingMatrix.From(raw, raw[0].Length));
                OutputRow[] rows =
                [
                    .. picked.Select((p, i) => p.Real.Row with
                    {
                        Id = p.Item.Id, Uri = p.Item.Uri, Space = space.Manifest.Id, Head = projection.HeadSha256, Embedding = scored.Embeddings.Row(i).ToArray(),
                        Class = space.Centers!.Classes[scored.Class[i]], Score = scored.Score[i], Origin = RowOrigin.Embedded,
                    }),
                ];
                if (projection.HeadSha256 != SpaceProjection.Identity)
                    await RawParts.CommitAsync(folder, shard.Id, 1, 1, [.. rows.Zip(raw, (r, v) => new RawRow(r.Id, v))]);
                await sink.CommitAsync(folder, shard.Id, 1, 1, rows, [], default);
            }
        }
        await new JobFiles(folder).FinishAsync(
            new JobCompletion
            {
                JobId = "synthetic",
                Space = space.Manifest.Id,
                Pack = space.Manifest.PackSha256,
                Numerics = new Dictionary<string, string>(),
                Created = DateTimeOffset.UtcNow,
                Epoch = 1,
                Report = new { },
            }, sink);
    }

    private static float[] Vary(float[] raw, Random random)
    {
        var values = (float[])raw.Clone();
        var scale = Noise / MathF.Sqrt(values.Length);
        foreach (ref var value in values.AsSpan())
            value += scale * (float)(random.NextDouble() - 0.5);
        TensorPrimitives.Divide(values, TensorPrimitives.Norm<float>(values), values);
        return values;
    }

    /// <summary>Items that nobody opens.</summary>
    private sealed class NumberedSource(int count) : ICorpusSource
    {
        public string Root => "/synthetic";

        public async IAsyncEnumerable<ListedItem> ListAsync([EnumeratorCancellation] CancellationToken ct = default)
        {
            for (var i = 0; i < count; i++)
                yield return ListedItem.Of(new CorpusItem { Id = $"item/{i:D7}", Uri = $"item/{i:D7}.bin", Bytes = 4 });
            await Task.CompletedTask;
        }

        public MediaContent Open(CorpusItem item) => MediaContent.FromBytes(item.Id, new byte[4]);
    }
}
