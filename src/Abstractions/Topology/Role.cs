namespace UniBind.Grid;

/// <summary>The roles of a silo; one process may have all.</summary>
public static class Role
{
    /// <summary>Drives the devices of its host.</summary>
    public const string Encoder = "encoder";

    /// <summary>Keeps jobs, spaces and centers.</summary>
    public const string Coordinator = "coordinator";

    /// <summary>Takes requests from outside.</summary>
    public const string Gateway = "gateway";

    /// <summary>All roles.</summary>
    public static IReadOnlyList<string> All { get; } = [Encoder, Coordinator, Gateway];
}
