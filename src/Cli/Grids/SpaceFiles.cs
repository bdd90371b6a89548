using UniBind.Grid.Corpora;

namespace UniBind.Grid.Cli;

/// <summary>The files of published spaces, which some commands read themselves.</summary>
internal static class SpaceFiles
{
    /// <summary>The files of a grid: its cluster's, or those of its data directory.</summary>
    public static BlobStore In(GridSettings settings) => settings.Spaces is { } spaces ? new(Path.Combine(spaces, "blobs")) : In(settings.Data);

    /// <summary>The files of a data directory.</summary>
    public static BlobStore In(string data) => new(Path.Combine(Path.GetFullPath(data), "spaces", "blobs"));

    /// <summary>The hash of the manifest of a version that the grid named.</summary>
    /// <exception cref="GridException">The grid keeps its files elsewhere.</exception>
    public static string Require(BlobStore blobs, SpaceVersionInfo version) =>
        File.Exists(blobs.PathOf(version.Manifest))
            ? version.Manifest
            : throw new GridException($"The grid has '{version.Id}', and its files are not in '{blobs.Folder}': the grid keeps its spaces elsewhere, or the files were lost; run this on the grid's machine with its data directory (--data), or restore them from a backup.");

    /// <summary>Asks the grid for the manifest of a version.</summary>
    /// <exception cref="GridException">There is no such directory, or its grid knows no such version or keeps its files elsewhere.</exception>
    public static async Task<string> ResolveAsync(GridSettings settings, string reference, CancellationToken cancellationToken)
    {
        if (settings.Cluster is null && !Directory.Exists(settings.Data))
            throw new GridException($"There is no data directory '{settings.Data}' to ask for '{reference}'; name the one that it was published in with --data.");
        await using var session = await GridSession.OpenAsync(settings, cancellationToken);
        return Require(In(settings), await session.Client.Spaces.ResolveAsync(reference));
    }
}
