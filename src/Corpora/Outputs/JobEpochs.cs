using System.Globalization;

namespace UniBind.Grid.Corpora;

/// <summary>
/// Which run of a job may write: each claims a number in the job's folder by creating an object that must not exist, and whoever finds a higher one has been superseded.
/// It holds also where the coordinators' own state store is split or restored: the folder is the one thing that all who write share.
/// </summary>
/// <remarks>
/// Thread-safe and safe between processes. Numbers follow each other without gaps from the first claim on (see <see cref="NextAsync"/>), so that looking
/// for one name tells whether a run is the newest. The objects are never deleted.
/// </remarks>
/// <param name="folder">The job's folder.</param>
public sealed class JobEpochs(JobFolder folder)
{
    /// <summary>The number that a new run has to claim: one more than the highest in the folder, or <paramref name="unclaimed"/> where there is none.</summary>
    /// <param name="unclaimed">The number for a folder without claims; at least 1.</param>
    /// <param name="ct">Ends the look-up.</param>
    public async Task<long> NextAsync(long unclaimed, CancellationToken ct = default)
    {
        long highest = 0;
        await foreach (var claim in folder.Store.ListAsync(JobKeys.EpochPrefix, ct).ConfigureAwait(false))
            highest = Math.Max(highest, NumberOf(claim.Key));
        return highest > 0 ? highest + 1 : Math.Max(1, unclaimed);
    }

    /// <summary>Claims a number for a run.</summary>
    /// <param name="epoch">The number, from <see cref="NextAsync"/>.</param>
    /// <param name="by">Who claims it, for people.</param>
    /// <param name="ct">Ends the step.</param>
    /// <returns>False when another run has claimed it.</returns>
    /// <exception cref="CorpusException">The folder cannot be written.</exception>
    public Task<bool> ClaimAsync(long epoch, string by, CancellationToken ct = default)
    {
        folder.Create();
        var content = System.Text.Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{by} {DateTimeOffset.UtcNow:O}\n"));
        return folder.Store.CreateAsync(JobKeys.Epoch(epoch), content, ct);
    }

    /// <summary>Whether a later run has claimed the job.</summary>
    /// <param name="epoch">The number of the run that asks.</param>
    /// <param name="ct">Ends the look-up.</param>
    public Task<bool> IsSupersededAsync(long epoch, CancellationToken ct = default) => folder.Store.ExistsAsync(JobKeys.Epoch(epoch + 1), ct);

    /// <summary>Refuses to go on when a later run has claimed the job.</summary>
    /// <param name="epoch">The number of the run that asks.</param>
    /// <param name="ct">Ends the look-up.</param>
    /// <exception cref="CorpusException">One has.</exception>
    public async Task RequireAsync(long epoch, CancellationToken ct = default)
    {
        if (await IsSupersededAsync(epoch, ct).ConfigureAwait(false))
            throw new CorpusException($"Run {epoch} of the job in '{folder.Root}' was superseded by a later one, which goes on with it; nothing is to be done.");
    }

    private static long NumberOf(string key) =>
        long.TryParse(key.AsSpan(JobKeys.EpochPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
