using UniBind.Grid.Corpora;

namespace UniBind.Grid.Grains;

/// <summary>Notes of the attempts at one shard that outlive the silo which wrote them: empty files among the job's attempts, swept with these.</summary>
/// <remarks>Used by one attempt, one step at a time.</remarks>
internal sealed class AttemptMarkers(JobFolder folder, string shard)
{
    /// <summary>Writes a note unless it is there.</summary>
    /// <returns>False when it was.</returns>
    public Task<bool> TryCreateAsync(string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Directory.CreateDirectory(folder.Attempts);
        try
        {
            // It has to survive a process, not a power cut: nothing waits for the disk.
            using var file = new FileStream(PathOf(name), FileMode.CreateNew);
            return Task.FromResult(true);
        }
        catch (IOException) when (File.Exists(PathOf(name)))
        {
            return Task.FromResult(false);
        }
    }

    /// <summary>Whether a note is there.</summary>
    public Task<bool> ExistsAsync(string name, CancellationToken cancellationToken) => Task.FromResult(File.Exists(PathOf(name)));

    /// <summary>Takes a note away. Where that fails it stands for one death too many, and it takes more than one to matter.</summary>
    public Task RemoveAsync(string name)
    {
        try
        {
            File.Delete(PathOf(name));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // As above.
        }
        return Task.CompletedTask;
    }

    private string PathOf(string name) => Path.Combine(folder.Attempts, $"{shard}.{name}");
}
