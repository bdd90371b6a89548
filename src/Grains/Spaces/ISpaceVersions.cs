namespace UniBind.Grid.Grains;

/// <summary>Finds the published versions of spaces.</summary>
/// <remarks>Thread-safe.</remarks>
public interface ISpaceVersions
{
    /// <summary>The version behind a number or an alias.</summary>
    /// <exception cref="GridException">There is none.</exception>
    Task<SpaceVersionInfo> ResolveAsync(string space, string version);
}
