using UniBind.Grid.Encoding;
using UniBind.Grid.Media;

namespace UniBind.Grid.Alignment;

/// <summary>Embeds texts with a pack's text encoder, in this process.</summary>
/// <remarks>Thread-safe. The vectors are those of planned batches, so that a repetition with the same texts gives the same bits.</remarks>
/// <param name="encoder">The text encoder; stays its host's.</param>
public sealed class TextEmbedder(ModalityEncoder encoder)
{
    private const int Block = 512;

    /// <summary>A unit row for each text.</summary>
    /// <exception cref="AlignmentException">A text cannot be encoded.</exception>
    public async Task<EmbeddingMatrix> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var values = new float[(long)texts.Count * encoder.Dimension];
        for (var at = 0; at < texts.Count; at += Block)
        {
            var count = Math.Min(Block, texts.Count - at);
            var first = at;
            var prepared = new PreparedItem[count];
            await Task.Run(() => Parallel.For(0, count, new ParallelOptions { CancellationToken = cancellationToken }, i =>
            {
                using var content = MediaContent.FromBytes("description.txt", System.Text.Encoding.UTF8.GetBytes(texts[first + i]));
                prepared[i] = encoder.Profile.Prepare(content, MediaFormat.Text, cancellationToken);
            }), cancellationToken).ConfigureAwait(false);
            var results = await encoder.EncodeBatchAsync(prepared, cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < count; i++)
            {
                var vector = results[i].Vector ?? throw new AlignmentException($"The text '{texts[at + i]}' cannot be embedded: {results[i].Error!.Message}", results[i].Error);
                vector.CopyTo(values, (long)(at + i) * encoder.Dimension);
            }
        }
        return new EmbeddingMatrix(values, texts.Count, encoder.Dimension);
    }
}
