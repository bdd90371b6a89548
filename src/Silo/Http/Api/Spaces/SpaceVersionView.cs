namespace UniBind.Grid.Silo;

/// <summary>A published version of a space.</summary>
internal sealed record SpaceVersionView
{
    /// <summary>What a request names as its model, <c>name@7</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The version, from 1.</summary>
    public int Version { get; init; }

    /// <summary>The encoder pack.</summary>
    public required string Pack { get; init; }

    /// <summary>The hash of the manifest: the address of everything in it.</summary>
    public required string Manifest { get; init; }

    /// <summary>The version that it was published over; 0 for the first.</summary>
    public int Parent { get; init; }

    /// <summary>The number of classes.</summary>
    public int Classes { get; init; }

    /// <summary>The number of center rows.</summary>
    public long Rows { get; init; }

    /// <summary>The modalities that have a head.</summary>
    public required string[] Heads { get; init; }

    /// <summary>When it was published.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>The form of a version.</summary>
    public static SpaceVersionView Of(SpaceVersionInfo version) => new()
    {
        Id = version.Id,
        Version = version.Version,
        Pack = version.Pack,
        Manifest = version.Manifest,
        Parent = version.Parent,
        Classes = version.Classes,
        Rows = version.Rows,
        Heads = [.. version.Heads.Select(h => h.Name())],
        Created = version.Created,
    };
}
