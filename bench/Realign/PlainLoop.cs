using System.Collections.Concurrent;
using System.Diagnostics;
using UniBind.Grid.Alignment;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Bench;

/// <summary>
/// What a good engineer would write: threads that read a Parquet part and its raw part, multiply, and write a Parquet file. No lease, no ledger, no fsync, no hash, no commit.
/// The same functions read, multiply and encode, so that the ratio is the cost of the grid alone.
/// </summary>
internal static class PlainLoop
{
    public static TimeSpan Run(string source, string output, SpaceProjection projection, Space space, int threads)
    {
        Directory.CreateDirectory(output);
        var start = Stopwatch.GetTimestamp();
        var reader = RawReader.OpenAsync(source).GetAwaiter().GetResult();
        var shards = new ConcurrentQueue<string>(reader.ShardsAsync().GetAwaiter().GetResult());
        var failed = new ConcurrentQueue<Exception>();
        var workers = Enumerable.Range(0, threads).Select(_ => new Thread(() =>
        {
            try
            {
                while (shards.TryDequeue(out var shard))
                    Convert(reader, shard, output, projection, space);
            }
            catch (Exception e)
            {
                failed.Enqueue(e);
            }
        })).ToList();
        workers.ForEach(w => w.Start());
        workers.ForEach(w => w.Join());
        return failed.TryDequeue(out var error) ? throw new InvalidOperationException("The plain loop failed.", error) : Stopwatch.GetElapsedTime(start);
    }

    private static void Convert(RawReader reader, string shard, string output, SpaceProjection projection, Space space)
    {
        var read = reader.ReadShardAsync(shard).GetAwaiter().GetResult();
        var scored = projection.Apply(new EmbeddingMatrix(read.Raw, read.Rows.Count, read.Dimension));
        var rows = new List<OutputRow>(read.Rows.Count);
        for (var i = 0; i < read.Rows.Count; i++)
        {
            rows.Add(read.Rows[i] with
            {
                Space = space.Manifest.Id,
                Head = projection.HeadSha256,
                Embedding = scored.Embeddings.Row(i).ToArray(),
                Class = space.Centers!.Classes[scored.Class[i]],
                Score = scored.Score[i],
            });
        }
        using var stream = new FileStream(Path.Combine(output, $"part-{shard}.parquet"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
        ParquetPartWriter.WriteAsync(stream, ShardAccount.Of(shard, 1, 1, rows, []), rows, PartCompression.Snappy, default).GetAwaiter().GetResult();
    }
}
