using System.Numerics.Tensors;

namespace UniBind.Grid.Alignment;

/// <summary>
/// Weighs the labels of a <see cref="LabelHead"/> by how near they are to the classes of a space: w_l = exp((m_l - max m) / temperature), where m_l is
/// the best class score of label l's embedding. An encoder that knows a thousand labels, most of them foreign to the space, then hardly speaks of
/// those. It needs names alone: no item and no label of an item.
/// </summary>
/// <param name="Centers">The centers of the space.</param>
/// <param name="Rule">How class scores are made.</param>
/// <param name="Temperature">How fast the weight falls with the score: 0.2 hardly counts labels whose score is 0.5 lower. Greater than 0.</param>
public sealed record LabelRelevance(CenterSet Centers, ScoreRule Rule, double Temperature = LabelRelevance.DefaultTemperature)
{
    /// <summary>The temperature where none is given.</summary>
    public const double DefaultTemperature = 0.2;

    /// <summary>The weight of each label.</summary>
    /// <param name="labels">The embedding of each, of length 1; null for a label that counts for nothing.</param>
    /// <param name="dimension">Their length.</param>
    /// <param name="modality">The modality; rows that do not count for it are left out.</param>
    /// <exception cref="AlignmentException">The temperature is out of range, the centers have another dimension, or no class has a row for the modality.</exception>
    internal float[] Of(IReadOnlyList<float[]?> labels, int dimension, Modality modality)
    {
        if (!(Temperature > 0 && double.IsFinite(Temperature)))
            throw new AlignmentException(FormattableString.Invariant($"The temperature of the labels' relevance is {Temperature}; it must be greater than 0."));
        int[] named = [.. Enumerable.Range(0, labels.Count).Where(l => labels[l] is not null)];
        var scores = new SpaceScorer(Centers, modality, Rule).ClassScores(EmbeddingMatrix.From([.. named.Select(l => labels[l]!)], dimension));
        var best = named.Select((_, i) => TensorPrimitives.Max(scores.Row(i))).ToArray();
        var greatest = best.Max();
        if (!float.IsFinite(greatest))
            throw new AlignmentException($"No class has a row for {modality.Name()}, so that labels cannot be weighed by the classes.");
        var weights = new float[labels.Count];
        for (var i = 0; i < named.Length; i++)
            weights[named[i]] = (float)Math.Exp((best[i] - greatest) / Temperature);
        return weights;
    }
}
