using UniBind.Grid.Client;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Cli;

/// <summary>The sources of a training as the user names them.</summary>
internal static class AlignSourceFolders
{
    /// <summary>Makes folders absolute; what is no folder stays as it is, the id of a job.</summary>
    public static string[] Absolute(IEnumerable<string> sources) =>
        [.. sources.Select(s => ObjectAddress.IsRemote(s) || Directory.Exists(s) ? ObjectAddress.Normalize(s) : s).Distinct(StringComparer.Ordinal)];

    /// <summary>The modalities that the sources hold; text is left out, since it needs no head.</summary>
    /// <exception cref="GridException">There is no source, no such job, or nothing but text.</exception>
    /// <exception cref="CorpusException">A folder is no output of a finished job.</exception>
    public static async Task<Modality[]> ModalitiesAsync(string[] sources, IGridClient client, CancellationToken cancellationToken)
    {
        if (sources.Length == 0)
            throw new GridException("There is nothing to train on; name the output folders of finished jobs, or the jobs, with --on.");
        var found = new SortedSet<Modality>();
        foreach (var source in sources)
        {
            var folder = Path.IsPathFullyQualified(source) || ObjectAddress.IsRemote(source) ? source : await OutputOfAsync(source, client);
            var ledger = (await FinishedJob.ReadAsync(new JobFolder(folder), cancellationToken)).Ledger;
            foreach (var (name, account) in ledger.Modalities)
                if (account.Embedded + account.Reused + account.Carried + account.Duplicate > 0 && Modalities.TryParse(name, out var modality))
                    found.Add(modality);
        }
        found.Remove(Modality.Text);
        return found.Count > 0 ? [.. found] : throw new GridException("The sources hold nothing but text, which needs no head.");
    }

    private static async Task<string> OutputOfAsync(string source, IGridClient client)
    {
        var job = Path.IsPathRooted(source) || source.Contains(Path.DirectorySeparatorChar) ? null : await client.GetJobAsync(source);
        return job is { State: not JobState.Unknown }
            ? job.Output
            : throw new GridException($"There is no folder and no job '{source}'; 'unibind jobs list' shows the jobs there are.");
    }
}
