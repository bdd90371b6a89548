namespace UniBind.Grid;

/// <summary>What was removed of a space, or would be.</summary>
[GenerateSerializer, Immutable, Alias("unibind.SpacePruneReport")]
public sealed record SpacePruneReport
{
    /// <summary>The space.</summary>
    [Id(0)] public required string Space { get; init; }

    /// <summary>The published versions that go, newest first.</summary>
    [Id(1)] public int[] Versions { get; init; } = [];

    /// <summary>The published versions beyond the newest ones that stay because jobs pinned them, newest first.</summary>
    [Id(2)] public int[] Pinned { get; init; } = [];

    /// <summary>How many versions of class centers go.</summary>
    [Id(3)] public int Centers { get; init; }

    /// <summary>How many trained heads go.</summary>
    [Id(4)] public int Heads { get; init; }

    /// <summary>How many files go: of all spaces, those that no version, center or head names any more.</summary>
    [Id(5)] public int Files { get; init; }

    /// <summary>Their bytes.</summary>
    [Id(6)] public long Bytes { get; init; }
}
