namespace UniBind.Grid.Alignment;

/// <summary>The small part of a run's state; serialised as JSON, which keeps doubles exactly.</summary>
internal sealed record TrainingProgress
{
    /// <summary>What the run is of: settings and sizes. A checkpoint of another run is refused.</summary>
    public string Run { get; init; } = "";

    /// <summary>The steps done.</summary>
    public int Step { get; init; }

    /// <summary>The sum of losses since the last point of the curve.</summary>
    public double LossSum { get; init; }

    /// <summary>How many losses that is.</summary>
    public int LossCount { get; init; }

    /// <summary>The step of the best measurement.</summary>
    public int BestStep { get; init; }

    /// <summary>The best measurement; null without held-out items.</summary>
    public HeadMetrics? Best { get; init; }

    /// <summary>The measurements since the best.</summary>
    public int Stale { get; init; }

    /// <summary>Whether patience has ended the run.</summary>
    public bool Stopped { get; init; }

    /// <summary>The curve so far.</summary>
    public IReadOnlyList<HeadTrainingPoint> Curve { get; init; } = [];
}
