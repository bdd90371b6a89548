namespace UniBind.Grid.Alignment;

/// <summary>What a head is trained on.</summary>
public sealed record HeadTrainingData
{
    /// <summary>The modality.</summary>
    public required Modality Modality { get; init; }

    /// <summary>The items to train on.</summary>
    public required HeadExamples Train { get; init; }

    /// <summary>Items held out, for early stopping and for choosing the best step; null for none: the last step is then kept.</summary>
    public HeadExamples? HeldOut { get; init; }

    /// <summary>The class centers; needed where they are the target, else only for accuracy.</summary>
    public CenterSet? Centers { get; init; }

    /// <summary>The head to start from where the options say <see cref="HeadStart.Given"/>.</summary>
    public Head? Start { get; init; }
}
