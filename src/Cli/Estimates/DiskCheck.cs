using UniBind.Grid.Corpora;

namespace UniBind.Grid.Cli;

/// <summary>Refuses to start a job on a disk that is as good as full.</summary>
internal static class DiskCheck
{
    private const long Least = 64L << 20;

    /// <summary>Requires some room where the output goes; <c>--dry-run</c> tells how much a job will take.</summary>
    /// <exception cref="GridException">There is next to none.</exception>
    public static void Require(string output)
    {
        var free = DiskSpace.Available(output);
        if (free < Least)
            throw new GridException($"Only {ProgressText.Bytes(free)} are free at '{output}'; free some, or choose another output folder.");
    }
}
