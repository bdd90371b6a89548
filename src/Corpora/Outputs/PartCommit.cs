namespace UniBind.Grid.Corpora;

/// <summary>The steps that both sinks share: attempt, flush, publish once, or take over.</summary>
internal static class PartCommit
{
    /// <summary>Writes an attempt and publishes it as a part, unless the part is there.</summary>
    /// <param name="folder">The job.</param>
    /// <param name="attemptPath">The attempt's file.</param>
    /// <param name="partPath">The final name.</param>
    /// <param name="write">Writes the file's content to a stream.</param>
    /// <param name="ct">Ends the writing.</param>
    /// <returns>Hash and bytes when this attempt won; null when another one stands.</returns>
    public static async Task<(string Sha256, long Bytes)?> TryAsync(
        JobFolder folder, string attemptPath, string partPath, Func<Stream, Task> write, CancellationToken ct)
    {
        if (File.Exists(partPath))
            return null;
        Directory.CreateDirectory(folder.Attempts);
        var written = ("", 0L);
        try
        {
            await DurableFile.WriteTemporaryAsync(attemptPath, async stream =>
            {
                var hashing = new HashingStream(stream);
                await using (hashing.ConfigureAwait(false))
                {
                    await write(hashing).ConfigureAwait(false);
                    written = (hashing.Sha256, hashing.Length);
                }
            }, ct).ConfigureAwait(false);
            return DurableFile.TryPublish(attemptPath, partPath) ? written : null;
        }
        finally
        {
            DurableFile.Discard(attemptPath);
        }
    }
}
