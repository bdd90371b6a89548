namespace UniBind.Grid.Silo.Tests;

/// <summary>One folder that jobs may read and write.</summary>
internal sealed class FolderRoots(string root) : IJobRoots
{
    public IReadOnlyList<string> Readable => [root];

    public string Resolve(string location, bool write)
    {
        var full = Path.GetFullPath(location, root);
        return full.StartsWith(root, StringComparison.Ordinal) ? full : throw new GridException($"'{location}' lies under no root.");
    }
}
