using UniBind.Grid.Corpora;

namespace UniBind.Grid.Grains;

/// <summary>Notes of the attempts at one shard that outlive the silo which wrote them: empty objects among the job's attempts, swept with these.</summary>
/// <remarks>Used by one attempt, one step at a time.</remarks>
internal sealed class AttemptMarkers(JobFolder folder, string shard)
{
    /// <summary>Writes a note unless it is there.</summary>
    /// <returns>False when it was.</returns>
    /// <exception cref="CorpusException">It cannot be written.</exception>
    public Task<bool> TryCreateAsync(string name, CancellationToken cancellationToken) =>
        folder.Store.CreateAsync(KeyOf(name), ReadOnlyMemory<byte>.Empty, cancellationToken);

    /// <summary>Takes a note away. Where that fails it stands for one death too many, and it takes more than one to matter.</summary>
    public async Task RemoveAsync(string name)
    {
        try
        {
            await folder.Store.DeleteAsync(KeyOf(name), CancellationToken.None);
        }
        catch (CorpusException)
        {
            // As above.
        }
    }

    private string KeyOf(string name) => $"{JobKeys.Attempts}/{shard}.{name}";
}
