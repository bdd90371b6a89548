using Orleans.Concurrency;

namespace UniBind.Grid;

/// <summary>
/// The hand of the training of heads on one encoder silo; the key is <see cref="PinnedKey.For(string, string)"/> of <see cref="KeyPrefix"/>
/// and the silo. It reads raw embeddings from the jobs' folders and writes heads into the folder of spaces; only references travel.
/// </summary>
[Alias("unibind.IAlignWorkerGrain")]
public interface IAlignWorkerGrain : IGrainWithStringKey
{
    /// <summary>The first part of a worker's key.</summary>
    const string KeyPrefix = "align";

    /// <summary>Looks through a group: counts what can be used, embeds captions, and for closed-form heads sums up the Gram matrices. What stands already is not made again.</summary>
    /// <exception cref="GridException">A part cannot be read, or the pack of the captions is not on this silo.</exception>
    [Alias("Gram"), AlwaysInterleave, ResponseTimeout("02:00:00")]
    Task<AlignGroupSummary> GramAsync(AlignRun run, AlignGroup group, CancellationToken cancellationToken = default);

    /// <summary>Trains a head; goes on from the checkpoint of an earlier try of the same trial, on whatever silo that was.</summary>
    /// <exception cref="GridException">The settings do not fit the data, or the result is not finite.</exception>
    [Alias("Train"), AlwaysInterleave, ResponseTimeout("1.00:00:00")]
    Task<AlignTrialResult> TrainAsync(AlignTrial trial, string id, CancellationToken cancellationToken = default);

    /// <summary>How far the trial of <paramref name="id"/> is; null when it is not at work here.</summary>
    [Alias("GetProgress"), AlwaysInterleave]
    Task<AlignTrialProgress?> GetProgressAsync(string id);
}
