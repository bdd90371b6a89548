using System.Text.Json;

namespace UniBind.Grid.Corpora;

/// <summary>Writes the dead letters of a job that ends before its time to <c>errors.jsonl</c>: those of the pages that are planned and the shards that are committed.</summary>
/// <remarks>When the job goes on and finishes, the file is written anew. Memory: the dead letters of one page.</remarks>
public static class ErrorsSoFar
{
    /// <summary>Writes the file, also when there are none.</summary>
    /// <param name="folder">The job's folder.</param>
    /// <param name="sink">The sink of its parts.</param>
    /// <param name="ct">Ends the step; nothing is written then.</param>
    /// <exception cref="CorpusException">A plan or part is damaged, or the folder cannot be written.</exception>
    public static Task WriteAsync(JobFolder folder, IPartSink sink, CancellationToken ct = default) => folder.Store.ReplaceAsync(
        JobKeys.Errors,
        async stream =>
        {
            for (var page = 0; await PagePlan.ReadAsync(folder, page, ct).ConfigureAwait(false) is { } plan; page++)
            {
                var letters = new List<DeadLetter>(plan.DeadLetters);
                foreach (var shard in plan.Shards)
                {
                    if (await sink.ReadAccountAsync(folder, shard.Id, ct).ConfigureAwait(false) is { } account)
                        letters.AddRange(account.DeadLetters);
                }
                foreach (var letter in letters.OrderBy(d => d.Id, StringComparer.Ordinal))
                {
                    await JsonSerializer.SerializeAsync(stream, letter, CorporaJson.Options, ct).ConfigureAwait(false);
                    stream.WriteByte((byte)'\n');
                }
            }
        },
        ct);
}
