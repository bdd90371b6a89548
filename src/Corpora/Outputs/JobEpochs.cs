using System.Globalization;

namespace UniBind.Grid.Corpora;

/// <summary>
/// Which run of a job may write: each claims a number in the job's folder by creating a file that must not exist, and whoever finds a higher one has been superseded.
/// It holds also where the coordinators' own state store is split or restored: the folder is the one thing that all who write share.
/// </summary>
/// <remarks>
/// Thread-safe and safe between processes. Numbers follow each other without gaps from the first claim on (see <see cref="NextAsync"/>), so that looking
/// for one name tells whether a run is the newest. The files are never deleted.
/// </remarks>
/// <param name="folder">The job's folder.</param>
public sealed class JobEpochs(JobFolder folder)
{
    private const string Prefix = "epoch-";

    /// <summary>The number that a new run has to claim: one more than the highest in the folder, or <paramref name="unclaimed"/> where there is none.</summary>
    /// <param name="unclaimed">The number for a folder without claims; at least 1.</param>
    /// <param name="ct">Ends the look-up.</param>
    public Task<long> NextAsync(long unclaimed, CancellationToken ct = default) => Task.Run(
        () =>
        {
            var highest = Directory.Exists(folder.Plan)
                ? Directory.EnumerateFiles(folder.Plan, Prefix + "*").Select(NumberOf).DefaultIfEmpty(0).Max()
                : 0;
            return highest > 0 ? highest + 1 : Math.Max(1, unclaimed);
        },
        ct);

    /// <summary>Claims a number for a run.</summary>
    /// <param name="epoch">The number, from <see cref="NextAsync"/>.</param>
    /// <param name="by">Who claims it, for people.</param>
    /// <param name="ct">Ends the step.</param>
    /// <returns>False when another run has claimed it.</returns>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public Task<bool> ClaimAsync(long epoch, string by, CancellationToken ct = default) => Task.Run(
        () =>
        {
            folder.Create();
            var content = System.Text.Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{by} {DateTimeOffset.UtcNow:O}\n"));
            return DurableFile.CreateAsync(PathOf(epoch), stream => stream.WriteAsync(content, ct).AsTask(), ct);
        },
        ct);

    /// <summary>Whether a later run has claimed the job.</summary>
    /// <param name="epoch">The number of the run that asks.</param>
    /// <param name="ct">Ends the look-up.</param>
    public Task<bool> IsSupersededAsync(long epoch, CancellationToken ct = default) => Task.Run(() => File.Exists(PathOf(epoch + 1)), ct);

    /// <summary>Refuses to go on when a later run has claimed the job.</summary>
    /// <param name="epoch">The number of the run that asks.</param>
    /// <param name="ct">Ends the look-up.</param>
    /// <exception cref="CorpusException">One has.</exception>
    public async Task RequireAsync(long epoch, CancellationToken ct = default)
    {
        if (await IsSupersededAsync(epoch, ct).ConfigureAwait(false))
            throw new CorpusException($"Run {epoch} of the job in '{folder.Root}' was superseded by a later one, which goes on with it; nothing is to be done.");
    }

    private string PathOf(long epoch) => Path.Combine(folder.Plan, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{epoch:D7}"));

    private static long NumberOf(string path) =>
        long.TryParse(Path.GetFileName(path).AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
