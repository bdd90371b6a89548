using UniBind.Grid.Corpora;

namespace UniBind.Grid.Cli;

/// <summary>Finds the output folder that a user means.</summary>
internal static class OutputFolders
{
    /// <summary>The folder of a job, given by its id or by the folder itself.</summary>
    /// <exception cref="GridException">It is neither.</exception>
    public static async Task<string> FindAsync(GridSession session, string jobOrFolder)
    {
        if (jobOrFolder.Contains("://", StringComparison.Ordinal) || Directory.Exists(jobOrFolder))
        {
            var folder = new JobFolder(jobOrFolder);
            return await folder.Store.ExistsAsync(JobKeys.Header)
                ? folder.Root
                : throw new GridException($"'{jobOrFolder}' is no output folder of a job: it has no '{JobFolder.HeaderName}'.");
        }
        if (jobOrFolder.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new GridException($"There is no folder '{jobOrFolder}'.");
        var job = await session.Client.GetJobAsync(jobOrFolder);
        return job.State != JobState.Unknown
            ? job.Output
            : throw new GridException($"There is no job and no folder '{jobOrFolder}'; 'unibind jobs list' shows the jobs.");
    }
}
