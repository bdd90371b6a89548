using System.Globalization;
using System.Numerics.Tensors;

namespace UniBind.Grid.Alignment;

/// <summary>
/// Heads without training for encoders that emit class probabilities (ConSE, Norouzi et al. 2014): an item's embedding is the sum of the
/// embeddings of label names, weighted by the greatest probabilities.
/// </summary>
public static class LabelHead
{
    private static readonly string[] s_nothing = ["background", "none", "no label", "nothing", "unlabeled", "unlabelled"];

    /// <summary>The names in a line of a label file, which may list synonyms with commas; none where the line stands for no class (<c>background</c>, <c>none</c>, empty).</summary>
    /// <param name="line">The line.</param>
    /// <param name="whole">Whether the line is one name, commas and all: an encoder of sentences may get more from <c>tench, Tinca tinca</c> than from the mean of two names.</param>
    public static IReadOnlyList<string> NamesOf(string line, bool whole = false)
    {
        var text = line.Trim().Trim('"');
        return text.Length == 0 || s_nothing.Contains(text, StringComparer.OrdinalIgnoreCase) ? []
            : whole ? [text] : text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Makes the head.</summary>
    /// <param name="modality">The modality.</param>
    /// <param name="lines">The label of each raw value, in order.</param>
    /// <param name="embeddings">The text embedding of each name in <see cref="NamesOf"/> of the lines; need not be normalised.</param>
    /// <param name="top">Only so many greatest probabilities count; 0 for all.</param>
    /// <param name="relevance">Weighs each label by its nearness to the classes of a space; null counts all alike.</param>
    /// <param name="whole">Whether lines are names as a whole, as in <see cref="NamesOf"/>.</param>
    /// <exception cref="AlignmentException">A name has no embedding, embeddings differ in length or are not finite, or no line names a class.</exception>
    public static Head Create(Modality modality, IReadOnlyList<string> lines, IReadOnlyDictionary<string, float[]> embeddings, int top, LabelRelevance? relevance = null, bool whole = false)
    {
        if (top < 0 || top > lines.Count)
            throw new AlignmentException($"The label head keeps {top} of {lines.Count} labels; give 0 to {lines.Count}.");
        if (lines.All(line => NamesOf(line, whole).Count == 0) || embeddings.Count == 0)
            throw new AlignmentException($"None of the {lines.Count} label lines of {modality.Name()} names a class.");
        var dimension = embeddings.First().Value.Length;
        var weights = new float[(long)dimension * lines.Count];
        var columns = new float[]?[lines.Count];
        for (var l = 0; l < lines.Count; l++)
        {
            var names = NamesOf(lines[l], whole);
            if (names.Count == 0)
                continue;
            columns[l] = Column(l, names, embeddings, dimension);
        }
        var factors = relevance?.Of(columns, dimension, modality);
        for (var l = 0; l < lines.Count; l++)
            for (var d = 0; d < dimension && columns[l] is { } column; d++)
                weights[(d * lines.Count) + l] = column[d] * (factors?[l] ?? 1);
        var settings = new Dictionary<string, string> { ["top"] = top.ToString(CultureInfo.InvariantCulture), ["names"] = whole ? "whole lines" : "split at commas" };
        if (relevance is not null)
            settings["relevance"] = relevance.Temperature.ToString("R", CultureInfo.InvariantCulture);
        return new Head
        {
            Modality = modality,
            Weights = new EmbeddingMatrix(weights, dimension, lines.Count),
            Top = top,
            Origin = new HeadOrigin { Method = "labels", Settings = settings },
        };
    }

    // The normalised mean of the normalised embeddings of the synonyms.
    private static float[] Column(int line, IReadOnlyList<string> names, IReadOnlyDictionary<string, float[]> embeddings, int dimension)
    {
        var mean = new float[dimension];
        foreach (var name in names)
        {
            if (!embeddings.TryGetValue(name, out var embedding))
                throw new AlignmentException($"The name '{name}' in line {line + 1} of the labels has no embedding.");
            var norm = embedding.Length == dimension ? TensorPrimitives.Norm<float>(embedding) : float.NaN;
            if (!float.IsFinite(norm) || norm == 0)
                throw new AlignmentException($"The embedding of the name '{name}' in line {line + 1} of the labels has {embedding.Length} values, not {dimension}, or no direction.");
            TensorPrimitives.MultiplyAdd(embedding, 1 / norm, mean, mean);
        }
        var length = TensorPrimitives.Norm<float>(mean);
        if (length > HeadMath.MinNorm)
            TensorPrimitives.Divide(mean, length, mean);
        return mean;
    }
}
