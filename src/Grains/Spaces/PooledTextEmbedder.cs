using System.Numerics.Tensors;
using UniBind.Grid.Alignment;
using UniBind.Grid.Encoding;
using UniBind.Grid.Media;

namespace UniBind.Grid.Grains;

/// <summary>Embeds many short texts with a pack's text encoder, decoding on the silo's threads, in batches that depend on the texts alone: a repetition gives the same bits.</summary>
/// <remarks>Thread-safe; a singleton of the encoder silo.</remarks>
public sealed class PooledTextEmbedder(DecodePool decoders)
{
    /// <summary>The embeddings of some texts, L2-normalised, in their order.</summary>
    /// <exception cref="GridException">A text cannot be embedded; the message shows it.</exception>
    public async Task<EmbeddingMatrix> EmbedAsync(ModalityEncoder encoder, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var values = new float[(long)texts.Count * encoder.Dimension];
        var prepared = await decoders.RunAsync(limit => Prepare(encoder, texts, limit), cancellationToken);
        var open = new Queue<Task>();
        foreach (var (start, count) in Batches(prepared, encoder.Limits))
        {
            open.Enqueue(EncodeAsync(start, count));
            while (open.Count > encoder.BatchesInFlight)
                await open.Dequeue();
        }
        await Task.WhenAll(open);
        return new EmbeddingMatrix(values, texts.Count, encoder.Dimension);

        async Task EncodeAsync(int start, int count)
        {
            var results = await encoder.EncodeBatchAsync(prepared.AsSpan(start, count).ToArray(), cancellationToken);
            for (var i = 0; i < count; i++)
            {
                if (results[i].Error is { } error)
                    throw Failed(texts[start + i], error.Message);
                var norm = TensorPrimitives.Norm<float>(results[i].Vector);
                if (!float.IsFinite(norm) || norm == 0)
                    throw Failed(texts[start + i], "its embedding is not finite, or zero");
                TensorPrimitives.Divide(results[i].Vector, norm, values.AsSpan((start + i) * encoder.Dimension, encoder.Dimension));
            }
        }
    }

    private static PreparedItem[] Prepare(ModalityEncoder encoder, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var prepared = new PreparedItem[texts.Count];
        for (var i = 0; i < prepared.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var content = MediaContent.FromBytes("description.txt", System.Text.Encoding.UTF8.GetBytes(texts[i]));
            try
            {
                prepared[i] = encoder.Profile.Prepare(content, MediaFormat.Text, cancellationToken);
            }
            catch (ItemException e)
            {
                throw Failed(texts[i], e.Message);
            }
        }
        return prepared;
    }

    /// <summary>Consecutive items, as many as one Run takes.</summary>
    private static IEnumerable<(int Start, int Count)> Batches(PreparedItem[] items, BatchLimits limits)
    {
        var (start, rows, elements) = (0, 0, 0L);
        for (var i = 0; i < items.Length; i++)
        {
            var most = Math.Max(elements, ElementsOf(items[i]));
            if (i > start && !limits.Allows(rows + items[i].Rows, most))
            {
                yield return (start, i - start);
                (start, rows, most) = (i, 0, ElementsOf(items[i]));
            }
            rows += items[i].Rows;
            elements = most;
        }
        if (items.Length > start)
            yield return (start, items.Length - start);
    }

    private static long ElementsOf(PreparedItem item) => item.Tensors.Max(t => t.Shape.Skip(1).Aggregate(1L, (product, n) => product * n));

    private static GridException Failed(string text, string why) =>
        new($"The description '{(text.Length <= 80 ? text : text[..80] + "…")}' cannot be embedded: {why}; reject or edit it.");
}
