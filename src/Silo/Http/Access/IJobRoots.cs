namespace UniBind.Grid.Silo;

/// <summary>Where the jobs of HTTP callers may read and write.</summary>
/// <remarks>Thread-safe.</remarks>
public interface IJobRoots
{
    /// <summary>All that a job may read, in full form, for <see cref="JobSpec.Confine"/>.</summary>
    IReadOnlyList<string> Readable { get; }

    /// <summary>Gets the full form of a path or URL that lies under a configured root, links resolved.</summary>
    /// <param name="location">A path, relative to the first root or absolute, or a URL of object storage.</param>
    /// <param name="write">Whether the job writes there.</param>
    /// <exception cref="GridException">It lies under no root that allows it.</exception>
    string Resolve(string location, bool write);
}
