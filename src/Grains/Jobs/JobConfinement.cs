using UniBind.Grid.Corpora;

namespace UniBind.Grid.Grains;

/// <summary>
/// Keeps a job within <see cref="JobSpec.Confine"/>: every silo checks what it is about to open, after the links that are on its own way there.
/// Within a source no item leaves the source's folder anyway: what a manifest or an archive names beyond it, or as a URL, is a dead letter.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal static class JobConfinement
{
    private const int MostFolders = 64;

    /// <summary>Checks a folder, file or address that the job is about to read, or to write to.</summary>
    /// <exception cref="GridException">It lies outside.</exception>
    public static void Require(JobSpec spec, string location)
    {
        if (spec.Confine.Length == 0)
            return;
        var real = Real(location);
        if (!spec.Confine.Any(root => Holds(root, real)))
            throw new GridException($"'{location}' lies outside the folders that this job may use ({string.Join(", ", spec.Confine)}); choose a place within them.");
    }

    /// <summary>Checks an earlier output, and what it says that it was realigned from: a folder's header may name any other folder.</summary>
    /// <exception cref="GridException">One of them lies outside.</exception>
    public static async Task RequireOutputAsync(JobSpec spec, string folder)
    {
        if (spec.Confine.Length == 0)
            return;
        string? at = folder;
        for (var step = 0; at is not null && step < MostFolders; step++)
        {
            Require(spec, at);
            at = await new JobFiles(new JobFolder(at)).ReadHeaderAsync() is { } header ? RawReader.SourceOf(header) : null;
        }
    }

    private static string Real(string location) => ObjectAddress.IsRemote(location) ? location : SafePath.Real(location) ?? Path.GetFullPath(location);

    private static bool Holds(string root, string real)
    {
        if (ObjectAddress.IsRemote(root) != ObjectAddress.IsRemote(real))
            return false;
        // A root may be behind a link on this machine and not on the one that resolved it.
        return ObjectAddress.IsRemote(root)
            ? real == root || real.StartsWith(root.TrimEnd('/') + "/", StringComparison.Ordinal)
            : SafePath.IsWithin(Path.TrimEndingDirectorySeparator(Real(root)), real);
    }
}
