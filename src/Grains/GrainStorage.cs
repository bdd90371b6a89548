namespace UniBind.Grid.Grains;

/// <summary>The name under which a host registers the grid's grain storage.</summary>
public static class GrainStorage
{
    /// <summary>The storage provider of jobs, spaces and centers.</summary>
    public const string Name = "grid";
}
