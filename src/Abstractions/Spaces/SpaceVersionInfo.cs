namespace UniBind.Grid;

/// <summary>A published version of a space, as its grain stores it; what it is made of stands in the manifest.</summary>
[GenerateSerializer, Immutable, Alias("unibind.SpaceVersionInfo")]
public sealed record SpaceVersionInfo
{
    /// <summary>The space.</summary>
    [Id(0)] public required string Space { get; init; }

    /// <summary>The version, from 1.</summary>
    [Id(1)] public int Version { get; init; }

    /// <summary>The hash of the manifest: the address of everything in it.</summary>
    [Id(2)] public required string Manifest { get; init; }

    /// <summary>The pack.</summary>
    [Id(3)] public required string Pack { get; init; }

    /// <summary>The pack's content address.</summary>
    [Id(4)] public required string PackSha256 { get; init; }

    /// <summary>The version that it was published over; 0 for the first.</summary>
    [Id(5)] public int Parent { get; init; }

    /// <summary>The number of classes.</summary>
    [Id(6)] public int Classes { get; init; }

    /// <summary>The number of center rows.</summary>
    [Id(7)] public long Rows { get; init; }

    /// <summary>The modalities that have a head.</summary>
    [Id(8)] public Modality[] Heads { get; init; } = [];

    /// <summary>When it was published.</summary>
    [Id(9)] public DateTimeOffset Created { get; init; }

    /// <summary>The space version as it stands in output rows, <c>name@7</c>.</summary>
    public string Id => FormattableString.Invariant($"{Space}@{Version}");
}
