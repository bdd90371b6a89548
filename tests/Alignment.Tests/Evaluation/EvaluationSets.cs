using System.Numerics.Tensors;

namespace UniBind.Grid.Alignment.Tests;

/// <summary>Small sets of items with known geometry.</summary>
internal static class EvaluationSets
{
    public static readonly EvaluationOptions Quick = new() { Resamples = 100, GeometryResamples = 40, UniformityResamples = 30 };

    public static EvaluationResult Run(EvaluationInput input, EvaluationOptions options) => Evaluator.Run(input, options, TestContext.Current.CancellationToken);

    public static EvaluationComparison Compare(EvaluationInput before, EvaluationInput after, EvaluationOptions options) =>
        EvaluationComparison.Run(before, after, options, TestContext.Current.CancellationToken);

    /// <summary>An item and its vector; the id is the modality and a number, so that items of two modalities have nothing in common unless a group says so.</summary>
    public static (EvaluationItem Item, float[] Vector) Item(Modality modality, int number, string? label, float[] vector, string? group = null) =>
        (new EvaluationItem($"{modality.Name()}-{number}", modality, label is null ? [] : [label], group), vector);

    public static EvaluationInput Input(IEnumerable<(EvaluationItem Item, float[] Vector)> items, CenterSet? centers = null)
    {
        var all = items.ToArray();
        return new EvaluationInput
        {
            Space = "test@1",
            Items = [.. all.Select(i => i.Item)],
            Embeddings = EmbeddingMatrix.From([.. all.Select(i => i.Vector)], all[0].Vector.Length),
            Centers = centers,
        };
    }

    public static float[] Axis(int dimension, int axis, float sign = 1)
    {
        var vector = new float[dimension];
        vector[axis] = sign;
        return vector;
    }

    public static float[] Random(Random random, int dimension)
    {
        var vector = new float[dimension];
        for (var d = 0; d < dimension; d++)
            vector[d] = (float)(random.NextDouble() - 0.5);
        TensorPrimitives.Divide(vector, TensorPrimitives.Norm<float>(vector), vector);
        return vector;
    }

    /// <summary>Items of some modalities and classes around their class's direction, each modality pushed aside by a direction of its own.</summary>
    public static EvaluationInput Clouds(int seed, int perClass, int classes = 4, int dimension = 12, double noise = 0.6, double push = 0.5, bool grouped = false, params Modality[] modalities)
    {
        var random = new Random(seed);
        var items = new List<(EvaluationItem, float[])>();
        foreach (var (modality, m) in modalities.Select((m, i) => (m, i)))
            for (var i = 0; i < perClass * classes; i++)
            {
                var noisy = Random(random, dimension);
                TensorPrimitives.Multiply(noisy, (float)noise, noisy);
                noisy[i % classes] += 1;
                noisy[classes + m] += (float)push;
                items.Add(Item(modality, i, $"c{i % classes}", noisy, grouped ? $"g{i}" : null));
            }
        return Input(items, Centers(dimension, classes));
    }

    /// <summary>Centers whose classes have one row each, an axis.</summary>
    public static CenterSet Centers(int dimension, int classes) => new(
        [.. Enumerable.Range(0, classes).Select(c => $"c{c}")],
        [.. Enumerable.Range(0, classes + 1)],
        EmbeddingMatrix.From([.. Enumerable.Range(0, classes).Select(c => Axis(dimension, c))], dimension),
        [.. Enumerable.Repeat(CenterSet.AllModalities, classes)],
        row => $"text {row}");

    public static double Value(this EvaluationResult result, string name) =>
        result.Find(name)?.Value ?? throw new InvalidOperationException($"{name} was not measured; there are {string.Join(", ", result.Metrics.Select(m => m.Name))}.");
}
