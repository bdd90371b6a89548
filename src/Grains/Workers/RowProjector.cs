using UniBind.Grid.Alignment;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Grains;

/// <summary>Brings the rows of one modality into a published space version: embedding, class, score, head.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class RowProjector(Space space, SpaceProjection projection)
{
    /// <summary>Rows a step: enough for the products to run at full speed, and few enough to stop between two of them.</summary>
    private const int StepRows = 256;

    /// <summary>Projects rows whose embedding is the encoder's raw one.</summary>
    /// <param name="raw">The rows.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    /// <returns>In the same order the rows of the space, or for a row that has no direction there the reason.</returns>
    public async Task<IReadOnlyList<(OutputRow? Row, string? Problem)>> ApplyAsync(IReadOnlyList<OutputRow> raw, CancellationToken cancellationToken)
    {
        var projected = new (OutputRow?, string?)[raw.Count];
        for (var start = 0; start < raw.Count; start += StepRows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Apply(raw, start, Math.Min(StepRows, raw.Count - start), projected);
            // A step over many classes takes long; others wait for this thread, too.
            await Task.Yield();
        }
        return projected;
    }

    private void Apply(IReadOnlyList<OutputRow> raw, int start, int count, (OutputRow?, string?)[] projected)
    {
        var dimension = raw[start].Embedding.Length;
        var values = new float[count * dimension];
        for (var i = 0; i < count; i++)
            raw[start + i].Embedding.CopyTo(values, i * dimension);
        try
        {
            var scored = projection.Apply(new EmbeddingMatrix(values, count, dimension));
            for (var i = 0; i < count; i++)
                projected[start + i] = (Row(raw[start + i], scored, i), null);
        }
        catch (AlignmentException) when (count > 1)
        {
            // One row without a direction must not cost the others theirs.
            for (var i = 0; i < count; i++)
                Apply(raw, start + i, 1, projected);
        }
        catch (AlignmentException e)
        {
            projected[start] = (null, e.Message);
        }
    }

    private OutputRow Row(OutputRow raw, ScoredBatch scored, int i) => raw with
    {
        Space = space.Manifest.Id,
        Head = projection.HeadSha256,
        Embedding = scored.Embeddings.Row(i).ToArray(),
        Class = scored.Class[i] >= 0 ? space.Centers!.Classes[scored.Class[i]] : null,
        Score = space.Centers is null ? null : scored.Score[i],
    };
}
