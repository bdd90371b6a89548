namespace UniBind.Grid.Grains;

/// <summary>What is stored of one class of a space. The descriptions are in a file; this says how much of it counts.</summary>
[GenerateSerializer, Immutable, Alias("unibind.ClassCenterState")]
public sealed record ClassCenterState
{
    /// <summary>The layout that this program writes.</summary>
    public const int Schema = 1;

    /// <summary>The version of this layout; a reader refuses a newer one.</summary>
    [Id(0)] public int SchemaVersion { get; init; } = Schema;

    /// <summary>The bytes of the file of descriptions that count.</summary>
    [Id(1)] public long Length { get; init; }

    /// <summary>The SHA-256 of these bytes.</summary>
    [Id(2)] public string FileSha256 { get; init; } = "";

    /// <summary>The hash of the approved descriptions.</summary>
    [Id(3)] public string Approved { get; init; } = "";

    /// <summary>The hash of the approved and proposed descriptions.</summary>
    [Id(4)] public string Draft { get; init; } = "";

    /// <summary>How many descriptions are approved, proposed and rejected.</summary>
    [Id(5)] public int[] Counts { get; init; } = [0, 0, 0];

    /// <summary>The versions of the center, newest first.</summary>
    [Id(6)] public CenterVersion[] Centers { get; init; } = [];

    /// <summary>The version in use; 0 for none.</summary>
    [Id(7)] public int Current { get; init; }

    /// <summary>The name of the file of descriptions in the class's folder; empty for none. Only the activation that made a file writes to it.</summary>
    [Id(8)] public string File { get; init; } = "";
}
