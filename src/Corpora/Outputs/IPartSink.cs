namespace UniBind.Grid.Corpora;

/// <summary>Writes the output of shards, each exactly once whatever is retried, in whatever order, from however many machines.</summary>
/// <remarks>
/// Thread-safe and safe between processes. An attempt is written under a name of its own, made durable, and then given its final name by
/// an operation that refuses a name that is taken; who comes second reads the first one's account and takes it over.
/// </remarks>
public interface IPartSink
{
    /// <summary>The file name extension of a part's commit point, with its dot.</summary>
    string Extension { get; }

    /// <summary>Commits the output of a shard, or takes over what another attempt committed.</summary>
    /// <param name="folder">The job.</param>
    /// <param name="shard">The shard's id.</param>
    /// <param name="attempt">The number of this try.</param>
    /// <param name="epoch">The epoch of the lease.</param>
    /// <param name="rows">The rows; may be none.</param>
    /// <param name="deadLetters">The items without a row.</param>
    /// <param name="ct">Ends the writing; nothing is committed then.</param>
    /// <returns>The account of the part that stands, whoever wrote it.</returns>
    /// <exception cref="CorpusException">Storage has no room or fails; where this is transient the shard may be tried again.</exception>
    /// <exception cref="ArgumentException">Rows of different spaces or dimensions.</exception>
    Task<ShardAccount> CommitAsync(
        JobFolder folder, string shard, int attempt, long epoch, IReadOnlyList<OutputRow> rows, IReadOnlyList<DeadLetter> deadLetters, CancellationToken ct);

    /// <summary>The account of a committed shard; null while there is none.</summary>
    /// <exception cref="CorpusException">The part is damaged.</exception>
    Task<ShardAccount?> ReadAccountAsync(JobFolder folder, string shard, CancellationToken ct);
}
