namespace UniBind.Grid.Grains;

/// <summary>The heads of one modality of one space.</summary>
[GenerateSerializer, Immutable, Alias("unibind.AlignmentGrainState")]
public sealed record AlignmentGrainState
{
    /// <summary>The version of this layout; a reader refuses a newer one.</summary>
    [Id(0)] public int SchemaVersion { get; init; } = 1;

    /// <summary>The heads that were trained, newest first.</summary>
    [Id(1)] public HeadInfo[] Heads { get; init; } = [];

    /// <summary>The blob of the head in use; null for none.</summary>
    [Id(2)] public string? InUse { get; init; }
}
