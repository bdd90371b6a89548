namespace UniBind.Grid;

/// <summary>Asks for a new version of a space.</summary>
[GenerateSerializer, Immutable, Alias("unibind.PublishRequest")]
public sealed record PublishRequest
{
    /// <summary>The score that is taken when none is named: the log-sum-exp, which is steadier than the released method's <c>max</c> where a class has many descriptions (docs/results.md).</summary>
    public const string DefaultScore = "lse:10";

    /// <summary>The newest version as the publisher knows it, 0 for none: of two publishers who know the same one, the second is refused.</summary>
    [Id(0)] public int Parent { get; init; }

    /// <summary>The pack; null takes that of the centers.</summary>
    [Id(1)] public string? Pack { get; init; }

    /// <summary>True to declare the version stable, too.</summary>
    [Id(2)] public bool Stable { get; init; }

    /// <summary>False leaves out the trained heads.</summary>
    [Id(3)] public bool Heads { get; init; } = true;

    /// <summary>How class scores are made: <c>max</c>, <c>mean</c>, <c>lse</c> or <c>lse:50</c> (beta), <c>topmean</c> or <c>topmean:3</c> (rows).</summary>
    [Id(4)] public string Score { get; init; } = DefaultScore;
}
