using UniBind.Grid.Alignment;

namespace UniBind.Grid.Bench.Quality;

/// <summary>A set with its raw embeddings and its folds.</summary>
internal sealed record QualitySet
{
    public required LabSet Items { get; init; }

    /// <summary>The features of the encoder.</summary>
    public required EmbeddingMatrix Features { get; init; }

    /// <summary>The class probabilities of the same encoder, L2-normalised; null for speech, whose encoder gives none.</summary>
    public EmbeddingMatrix? Scores { get; init; }

    /// <summary>The label of each of the scores.</summary>
    public IReadOnlyList<string> ScoreLabels { get; init; } = [];

    /// <summary>The knowledge base of its classes.</summary>
    public required string Knowledge { get; init; }

    /// <summary>The fold of each item, from 0.</summary>
    public required int[] Fold { get; init; }

    public int Folds => Fold.Max() + 1;

    public string Name => Items.Name;

    /// <summary>What it is called in tables: the name, and what was added to its training.</summary>
    public string Title => Helper is null ? Name : $"{Name}, with {Helper.Name} in training";

    /// <summary>
    /// A set of the same encoder and classes whose items outside the test fold and the held-out one are added to the ridge's sums; null for none.
    /// Its folds are made by the same hash, so that no picture of the test fold comes back through it.
    /// </summary>
    public QualitySet? Helper { get; init; }

    public Modality Modality => Items.Modality;

    /// <summary>The items of a fold.</summary>
    public int[] Of(int fold) => [.. Enumerable.Range(0, Fold.Length).Where(i => Fold[i] == fold)];

    /// <summary>The items outside two folds: what is trained on while another fold is held out.</summary>
    public int[] Without(int fold, int other = -1) => [.. Enumerable.Range(0, Fold.Length).Where(i => Fold[i] != fold && Fold[i] != other)];

    /// <summary>The held-out fold of the training split of a test fold: the next one.</summary>
    public int HeldOut(int fold) => (fold + 1) % Folds;

    /// <summary>Some items as examples of classes.</summary>
    public HeadExamples Examples(CenterSet centers, IReadOnlyList<int> rows) =>
        new() { Raw = Features.Take(rows), Classes = HeadExamples.ClassesOf([.. rows.Select(r => Items.Items[r].Label)], centers) };
}
