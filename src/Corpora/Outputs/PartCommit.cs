namespace UniBind.Grid.Corpora;

/// <summary>The steps that both sinks share: attempt, flush, publish once, or take over.</summary>
internal static class PartCommit
{
    /// <summary>Writes an attempt and publishes it as a part, unless the part is there.</summary>
    /// <param name="store">The job's folder.</param>
    /// <param name="attempt">The attempt's key.</param>
    /// <param name="part">The final key.</param>
    /// <param name="write">Writes the content to a stream.</param>
    /// <param name="ct">Ends the writing.</param>
    /// <returns>Hash and bytes when this attempt won; null when another one stands.</returns>
    /// <exception cref="CorpusException">Storage has no room or fails; the shard may be tried again.</exception>
    public static async Task<(string Sha256, long Bytes)?> TryAsync(IObjectStore store, string attempt, string part, Func<Stream, Task> write, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (await store.ExistsAsync(part, ct).ConfigureAwait(false))
            return null;
        var staged = store.Stage(attempt);
        await using (staged.ConfigureAwait(false))
        {
            await write(staged.Stream).ConfigureAwait(false);
            var written = (staged.Sha256, staged.Length);
            return await staged.CreateAsync(part, ct).ConfigureAwait(false) ? written : null;
        }
    }
}
