namespace UniBind.Grid;

/// <summary>How heads are trained. Of a list of values each is tried; the held-out items, or the folds, choose the best.</summary>
[GenerateSerializer, Immutable, Alias("unibind.AlignOptions")]
public sealed record AlignOptions
{
    /// <summary>The temperatures of the contrastive loss.</summary>
    [Id(0)] public double[] Temperatures { get; init; } = [0.07];

    /// <summary>True to take the mean with the loss of the other direction, from the target to the items of the batch.</summary>
    [Id(1)] public bool Symmetric { get; init; }

    /// <summary>True to leave other items of an item's class out of its negatives.</summary>
    [Id(2)] public bool MaskSameClass { get; init; } = true;

    /// <summary>The peak learning rates.</summary>
    [Id(3)] public double[] LearningRates { get; init; } = [1e-3];

    /// <summary>The weight decay.</summary>
    [Id(4)] public double WeightDecay { get; init; } = 0.01;

    /// <summary>The items of a step.</summary>
    [Id(5)] public int Batch { get; init; } = 1024;

    /// <summary>The passes over all items at most.</summary>
    [Id(6)] public int Epochs { get; init; } = 60;

    /// <summary>The share of all steps in which the learning rate rises.</summary>
    [Id(7)] public double WarmUp { get; init; } = 0.05;

    /// <summary>The greatest norm of a step's gradient; 0 for no limit.</summary>
    [Id(8)] public double Clip { get; init; } = 1.0;

    /// <summary>Training ends after so many passes without a better held-out loss; 0 never ends early.</summary>
    [Id(9)] public int Patience { get; init; } = 8;

    /// <summary>The share of the groups (items, where they have none) of the train split that is held out, besides the items of the split <c>val</c>.</summary>
    [Id(10)] public double HoldOut { get; init; } = 0.1;

    /// <summary>What the order, the hold-out and the folds are drawn from.</summary>
    [Id(11)] public long Seed { get; init; } = 1234;

    /// <summary>The penalties of the ridge solution; empty for nine around the mean variance of the raw values.</summary>
    [Id(12)] public double[] Lambdas { get; init; } = [];

    /// <summary>With 2 or more: every setting is tried so many times, each without one part of the groups, and the best in the mean is trained on all.</summary>
    [Id(13)] public int Folds { get; init; }

    /// <summary>Contrastive training only: every setting is tried with so many seeds.</summary>
    [Id(14)] public int Trials { get; init; } = 1;

    /// <summary>Label heads: the greatest probabilities of an item that count; 0 for all.</summary>
    [Id(15)] public int Top { get; init; } = 10;

    /// <summary>What contrastive training starts from: <c>auto</c>, <c>identity</c>, <c>ridge</c> or <c>orthogonal</c>.</summary>
    [Id(16)] public string Start { get; init; } = "auto";

    /// <summary>The way to score classes that confidences are fitted for, as <see cref="PublishRequest.Score"/>; a space published with another one has none.</summary>
    [Id(17)] public string Score { get; init; } = PublishRequest.DefaultScore;
}
