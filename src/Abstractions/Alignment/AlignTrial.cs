namespace UniBind.Grid;

/// <summary>One training for one worker.</summary>
[GenerateSerializer, Immutable, Alias("unibind.AlignTrial")]
public sealed record AlignTrial
{
    /// <summary>What is common to all trials.</summary>
    [Id(0)] public required AlignRun Run { get; init; }

    /// <summary>The groups that have rows to use, in their order.</summary>
    [Id(1)] public required AlignGroupSummary[] Groups { get; init; }

    /// <summary>The temperature.</summary>
    [Id(2)] public double Temperature { get; init; }

    /// <summary>The peak learning rate.</summary>
    [Id(3)] public double LearningRate { get; init; }

    /// <summary>The penalties, tried in one go since reading costs more than solving; empty for a row of nine around the mean of the Gram matrix's diagonal.</summary>
    [Id(4)] public double[] Lambdas { get; init; } = [];

    /// <summary>The seed of the order and the start.</summary>
    [Id(5)] public long Seed { get; init; }

    /// <summary>The fold that is left out and measured on, from 0; -1 trains on all and measures on the held-out items.</summary>
    [Id(6)] public int Fold { get; init; } = -1;

    /// <summary>True where the pack's modalities share one space already.</summary>
    [Id(7)] public bool Aligned { get; init; }

    /// <summary>The hash of the encoder of the rows.</summary>
    [Id(8)] public string Encoder { get; init; } = "";
}
