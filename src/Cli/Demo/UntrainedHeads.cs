using System.Numerics.Tensors;
using UniBind.Grid.Alignment;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Cli;

/// <summary>
/// The state before training, to compare with: the raw embeddings through random heads. The classic pack's modalities share no space and
/// differ in length, so that without heads nothing between them can be measured at all; a random projection keeps what an encoder
/// tells apart and knows nothing of the space. Text needs no head, before and after.
/// </summary>
internal static class UntrainedHeads
{
    private const int Seed = 1234;

    /// <summary>The items of an evaluation with their embeddings through random heads.</summary>
    /// <param name="after">The items with their embeddings through trained heads.</param>
    /// <param name="embedded">The output that holds their raw embeddings.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="GridException">An item has no raw embedding there.</exception>
    public static async Task<EvaluationInput> ProjectAsync(EvaluationInput after, string embedded, CancellationToken cancellationToken)
    {
        var dimension = after.Embeddings.Columns;
        var places = after.Items.Select((item, i) => (item.Id, item.Modality, Place: i)).ToDictionary(i => (i.Id, i.Modality), i => i.Place);
        var vectors = new float[after.Items.Count][];
        var heads = new Dictionary<Modality, float[][]>();
        await foreach (var row in PartReader.ReadAsync(embedded, cancellationToken))
        {
            if (!places.TryGetValue((row.Id, row.Modality), out var place))
                continue;
            if (row.Modality == Modality.Text)
            {
                vectors[place] = row.Embedding;
                continue;
            }
            if (!heads.TryGetValue(row.Modality, out var head))
                heads.Add(row.Modality, head = Random(row.Modality, dimension, row.Embedding.Length));
            vectors[place] = [.. head.Select(w => TensorPrimitives.Dot<float>(w, row.Embedding))];
        }
        if (Array.IndexOf(vectors, null) is >= 0 and var missing)
            throw new GridException($"'{embedded}' has no embedding of '{after.Items[missing].Id}'; run the demo again.");
        return after with
        {
            Space = "untrained heads",
            SpaceSha256 = "",
            Embeddings = EmbeddingMatrix.From(vectors, dimension),
            Calibrations = new Dictionary<Modality, ScoreCalibration>(),
        };
    }

    // The seeded generator of .NET gives the same numbers on every machine.
    private static float[][] Random(Modality modality, int rows, int columns)
    {
        var random = new Random(Seed + (int)modality);
        var head = new float[rows][];
        for (var r = 0; r < rows; r++)
        {
            head[r] = new float[columns];
            for (var c = 0; c < columns; c++)
                head[r][c] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        }
        return head;
    }
}
