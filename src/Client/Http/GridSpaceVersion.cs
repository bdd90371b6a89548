namespace UniBind.Grid.Client;

/// <summary>A published version of a space.</summary>
public sealed record GridSpaceVersion
{
    /// <summary>What a request names as its model, <c>name@7</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The version, from 1.</summary>
    public int Version { get; init; }

    /// <summary>The encoder pack.</summary>
    public string Pack { get; init; } = "";

    /// <summary>The hash of the manifest: the address of everything in it.</summary>
    public string Manifest { get; init; } = "";

    /// <summary>The number of classes.</summary>
    public int Classes { get; init; }

    /// <summary>The number of center rows.</summary>
    public long Rows { get; init; }

    /// <summary>The names of the modalities that have a head.</summary>
    public IReadOnlyList<string> Heads { get; init; } = [];

    /// <summary>When it was published.</summary>
    public DateTimeOffset Created { get; init; }
}
