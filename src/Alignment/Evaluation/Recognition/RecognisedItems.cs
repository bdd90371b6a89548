using System.Numerics.Tensors;

namespace UniBind.Grid.Alignment;

/// <summary>What classification made of the items of one modality whose label is a class of the space; one entry an item in every array.</summary>
internal sealed class RecognisedItems
{
    private const int TopFive = 5;

    private RecognisedItems(Modality modality, int[] items, int classes, double temperature)
    {
        (Modality, Items, Classes, Temperature) = (modality, items, classes, temperature);
        (Label, Class, OwnRow) = (new int[items.Length], new int[items.Length], new int[items.Length]);
        (Top1, Top5, Confidence) = (new float[items.Length], new float[items.Length], new float[items.Length]);
        (Brier, Delta, Margin) = (new float[items.Length], new float[items.Length], new float[items.Length]);
    }

    public Modality Modality { get; }

    /// <summary>The items, as places in the data.</summary>
    public int[] Items { get; }

    /// <summary>The classes that the modality can be given.</summary>
    public int Classes { get; }

    public double Temperature { get; }

    /// <summary>The item's class: the best scored of its labels.</summary>
    public int[] Label { get; }

    /// <summary>The class that it was given.</summary>
    public int[] Class { get; }

    /// <summary>The most similar row of its own class; -1 when its class has none for the modality.</summary>
    public int[] OwnRow { get; }

    /// <summary>1 where the class is one of the labels.</summary>
    public float[] Top1 { get; }

    /// <summary>1 where one of the best five classes is one of the labels.</summary>
    public float[] Top5 { get; }

    /// <summary>The softmax of the scores at the temperature, for the class that was given.</summary>
    public float[] Confidence { get; }

    /// <summary>The squared distance of the confidences from the truth, 0 to 2.</summary>
    public float[] Brier { get; }

    /// <summary>1 - the similarity to the nearest row of the own class. Source: section 5.2 K.</summary>
    public float[] Delta { get; }

    /// <summary>The own class's score minus the best other one's.</summary>
    public float[] Margin { get; }

    public static RecognisedItems Create(EvaluationData data, EvaluationInput input, CenterSet centers, int modality, double temperature, CancellationToken cancellationToken)
    {
        var classes = centers.Classes.Select((name, i) => (name, i)).ToDictionary(c => c.name, c => c.i, StringComparer.Ordinal);
        var classOf = data.LabelNames.Select(l => classes.GetValueOrDefault(l, -1)).ToArray();
        var items = data.Of[modality].Where(i => data.Labels[i].Any(l => classOf[l] >= 0)).ToArray();
        var kind = data.Modalities[modality];
        var result = new RecognisedItems(kind, items, ClassScores.VisibleOf(centers, kind), temperature);
        var scorer = new SpaceScorer(centers, kind, input.Rule);
        var block = ClassScores.ItemsOf(centers);
        var parallel = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, (items.Length + block - 1) / block, parallel, () => new ClassScores(centers, scorer), (b, _, scores) =>
        {
            var own = items[(b * block)..Math.Min(items.Length, (b + 1) * block)];
            scores.Fill(data.Embeddings.Take(own));
            for (var i = 0; i < own.Length; i++)
                result.Take((b * block) + i, [.. data.Labels[own[i]].Select(l => classOf[l]).Where(c => c >= 0)], scores.ScoresOf(i), scores.RowsOf(i), scores.NearestOf(i));
            return scores;
        }, _ => { });
        return result;
    }

    private void Take(int i, int[] labels, ReadOnlySpan<float> scores, ReadOnlySpan<int> rows, ReadOnlySpan<float> nearest)
    {
        var given = TensorPrimitives.IndexOfMax(scores);
        var label = labels[0];
        foreach (var other in labels)
            if (scores[other] > scores[label])
                label = other;
        var better = 0;
        var rival = float.NegativeInfinity;
        for (var c = 0; c < scores.Length; c++)
        {
            if (scores[c] > scores[label] || (scores[c] == scores[label] && c < label))
                better++;
            if (!labels.Contains(c))
                rival = Math.Max(rival, scores[c]);
        }
        (Class[i], Label[i], OwnRow[i]) = (given, label, rows[label]);
        var seen = rows[label] >= 0;
        Top1[i] = seen && better == 0 ? 1 : 0;
        Top5[i] = seen && better < TopFive ? 1 : 0;
        Delta[i] = seen ? 1 - nearest[label] : float.NaN;
        Margin[i] = seen && float.IsFinite(rival) ? scores[label] - rival : float.NaN;
        double total = 0, squares = 0;
        foreach (var score in scores)
            total += Math.Exp((score - scores[given]) / Temperature);
        for (var c = 0; c < scores.Length; c++)
        {
            var p = Math.Exp((scores[c] - scores[given]) / Temperature) / total;
            squares += Math.Pow(p - (c == label ? 1 : 0), 2);
        }
        Confidence[i] = (float)(1 / total);
        Brier[i] = (float)squares;
    }
}
