using System.Collections.Concurrent;
using System.Diagnostics;
using System.Numerics.Tensors;
using System.Security.Cryptography;
using Microsoft.ML.OnnxRuntime;
using UniBind.Grid.Corpora;
using UniBind.Grid.Encoding;
using UniBind.Grid.Media;

namespace UniBind.Grid.Bench;

/// <summary>
/// What a good engineer would write for one modality on one machine: threads that decode, threads that Run, a task that writes the same
/// Parquet. No leases, no ledger, no bisection, no retries. The grid is measured against it.
/// </summary>
internal sealed class BareLoop(PackEncoder encoder, ICorpusSource source, IReadOnlyList<CorpusItem> items)
{
    private readonly List<(CorpusItem Item, MediaFormat Format)> _items =
        [.. items.Select(i => (i, Sniff(source, i))).Where(p => p.Item2 is not null).Select(p => (p.i, p.Item2!.Value))];

    /// <summary>Embeds everything once.</summary>
    /// <returns>The time from the first read to the last part on disk, the session's loading left out.</returns>
    public TimeSpan Run(BareLayout layout, string output, int limit)
    {
        using var options = new SessionOptions { IntraOpNumThreads = layout.IntraOp, InterOpNumThreads = 1, ExecutionMode = ExecutionMode.ORT_SEQUENTIAL };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        using var session = new InferenceSession(encoder.ModelPath, options);
        var work = _items.Count > limit ? _items[..limit] : _items;
        Directory.CreateDirectory(output);
        using var batches = new BlockingCollection<List<Prepared>>(layout.Runners + 1);
        using var done = new BlockingCollection<List<OutputRow>>();
        var start = Stopwatch.GetTimestamp();
        var decoding = Threads(1, () => Decode(work, layout, batches));
        var running = Threads(layout.Runners, () => Encode(session, batches, done));
        var writing = Threads(1, () => Write(done, output));
        decoding.ForEach(t => t.Join());
        batches.CompleteAdding();
        running.ForEach(t => t.Join());
        done.CompleteAdding();
        writing.ForEach(t => t.Join());
        return Stopwatch.GetElapsedTime(start);
    }

    private void Decode(List<(CorpusItem Item, MediaFormat Format)> work, BareLayout layout, BlockingCollection<List<Prepared>> batches)
    {
        using var decoded = new BlockingCollection<Prepared>(layout.Rows * 2);
        var next = -1;
        var threads = Threads(layout.DecodeThreads, () =>
        {
            int i;
            while ((i = Interlocked.Increment(ref next)) < work.Count)
            {
                using var content = source.Open(work[i].Item);
                var hash = Convert.ToHexStringLower(SHA256.HashData(content.ReadBytes(long.MaxValue).Span));
                decoded.Add(new Prepared(work[i].Item, hash, encoder.Profile.Prepare(content, work[i].Format, default)));
            }
        });
        var closer = Threads(1, () =>
        {
            threads.ForEach(t => t.Join());
            decoded.CompleteAdding();
        });
        var batch = new List<Prepared>();
        var rows = 0;
        foreach (var item in decoded.GetConsumingEnumerable())
        {
            if (rows > 0 && rows + item.Item.Rows > layout.Rows)
            {
                batches.Add(batch);
                (batch, rows) = ([], 0);
            }
            batch.Add(item);
            rows += item.Item.Rows;
        }
        if (rows > 0)
            batches.Add(batch);
        closer.ForEach(t => t.Join());
    }

    private void Encode(InferenceSession session, BlockingCollection<List<Prepared>> batches, BlockingCollection<List<OutputRow>> done)
    {
        using var run = new RunOptions();
        var output = encoder.Manifest.Output;
        foreach (var batch in batches.GetConsumingEnumerable())
        {
            var inputs = encoder.Profile.Outputs.Select((spec, index) => Stack(batch, spec, index)).ToList();
            var names = encoder.Profile.Outputs.Select(s => encoder.Manifest.Inputs.GetValueOrDefault(s.Name, s.Name)).ToList();
            using var results = session.Run(run, names, inputs, [output.Name]);
            var vectors = results[0].GetTensorDataAsSpan<float>();
            var rows = new List<OutputRow>(batch.Count);
            var at = 0;
            foreach (var item in batch)
            {
                rows.Add(Row(item, vectors.Slice(at * output.Dimension, item.Item.Rows * output.Dimension), output.Dimension));
                at += item.Item.Rows;
            }
            inputs.ForEach(i => i.Dispose());
            done.Add(rows);
        }
    }

    private OutputRow Row(Prepared item, ReadOnlySpan<float> vectors, int dimension)
    {
        var sum = new float[dimension];
        for (var r = 0; r < item.Item.Rows; r++)
        {
            var row = vectors.Slice(r * dimension, dimension);
            TensorPrimitives.MultiplyAdd(row, 1 / TensorPrimitives.Norm(row), sum, sum);
        }
        TensorPrimitives.Multiply(sum, 1 / TensorPrimitives.Norm<float>(sum), sum);
        return new OutputRow
        {
            Id = item.Source.Id,
            Uri = item.Source.Uri,
            Modality = encoder.Modality,
            Labels = item.Source.Labels,
            Group = item.Source.Group,
            Space = "bare@0",
            Encoder = encoder.Sha256,
            Head = "identity",
            ContentSha256 = item.Sha256,
            Truncated = item.Item.Truncated,
            Embedding = sum,
        };
    }

    private static void Write(BlockingCollection<List<OutputRow>> done, string output)
    {
        const int partRows = 256;
        var folder = new JobFolder(output);
        folder.Create();
        var sink = new ParquetPartSink();
        var rows = new List<OutputRow>();
        var part = 0;
        foreach (var some in done.GetConsumingEnumerable())
        {
            rows.AddRange(some);
            if (rows.Count >= partRows)
                Flush();
        }
        if (rows.Count > 0)
            Flush();

        void Flush()
        {
            sink.CommitAsync(folder, ShardId.Of(0, part++), 1, 1, rows, [], default).GetAwaiter().GetResult();
            rows = [];
        }
    }

    private static OrtValue Stack(List<Prepared> batch, TensorSpec spec, int index)
    {
        var shape = spec.Shape.ToArray();
        var rows = batch.Sum(b => b.Item.Rows);
        for (var d = 0; d < shape.Length; d++)
            shape[d] = shape[d] < 0 ? batch.Max(b => b.Item.Tensors[index].Shape[d + 1]) : shape[d];
        var width = shape.Aggregate(1, (a, b) => a * b);
        long[] full = [rows, .. shape];
        if (spec.Type == TensorType.Float32)
            return OrtValue.CreateTensorValueFromMemory(Fill(batch, index, rows, width, spec.PadValue, t => t.Floats!), full);
        return OrtValue.CreateTensorValueFromMemory(Fill(batch, index, rows, width, spec.PadValue, t => t.Longs!), full);
    }

    private static T[] Fill<T>(List<Prepared> batch, int index, int rows, int width, long pad, Func<PreparedTensor, T[]> values) where T : System.Numerics.INumber<T>
    {
        var all = new T[rows * width];
        var at = 0;
        foreach (var item in batch)
        {
            var from = values(item.Item.Tensors[index]);
            var own = from.Length / item.Item.Rows;
            for (var r = 0; r < item.Item.Rows; r++, at++)
            {
                from.AsSpan(r * own, own).CopyTo(all.AsSpan(at * width));
                if (own < width)
                    all.AsSpan(at * width + own, width - own).Fill(T.CreateTruncating(pad));
            }
        }
        return all;
    }

    private static List<Thread> Threads(int count, ThreadStart body)
    {
        var threads = Enumerable.Range(0, count).Select(_ => new Thread(body)).ToList();
        threads.ForEach(t => t.Start());
        return threads;
    }

    private static MediaFormat? Sniff(ICorpusSource source, CorpusItem item)
    {
        using var content = source.Open(item);
        return MediaSniffer.Detect(content, item.Modality).Format;
    }

    private sealed record Prepared(CorpusItem Source, string Sha256, PreparedItem Item);
}
