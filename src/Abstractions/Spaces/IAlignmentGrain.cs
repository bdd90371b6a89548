using Orleans.Concurrency;

namespace UniBind.Grid;

/// <summary>
/// Trains and keeps the heads of one modality of one space; the key is <see cref="SpaceKey.ForModality"/>. It coordinates: the products are
/// made by <see cref="IAlignWorkerGrain"/> on the encoder silos, from the raw embeddings that finished jobs stored.
/// </summary>
[Alias("unibind.IAlignmentGrain")]
public interface IAlignmentGrain : IGrainWithStringKey
{
    /// <summary>The head in use, which the next published version holds; null when there is none.</summary>
    [Alias("GetHead"), AlwaysInterleave]
    Task<HeadInfo?> GetHeadAsync();

    /// <summary>Trains a head and puts it to use. Ending the enumeration early ends the training; what was in use stays then.</summary>
    /// <returns>Progress; the last element has the head.</returns>
    /// <exception cref="GridException">The request is not feasible, no item can be used, or another training of this modality goes on.</exception>
    [Alias("Train"), AlwaysInterleave]
    IAsyncEnumerable<AlignProgress> TrainAsync(AlignRequest request, CancellationToken cancellationToken = default);

    /// <summary>The heads that were trained, newest first.</summary>
    [Alias("ListHeads"), AlwaysInterleave]
    Task<HeadInfo[]> ListHeadsAsync();

    /// <summary>Puts an earlier head to use again; the next published version holds it.</summary>
    /// <param name="sha256">Its blob, or the beginning of it, at least 6 characters.</param>
    /// <exception cref="GridException">No head of this modality begins so, or several do.</exception>
    [Alias("Use")]
    Task<HeadInfo> UseAsync(string sha256);

    /// <summary>Puts no head to use: the next published version has none for this modality. The trained ones stay.</summary>
    [Alias("Clear")]
    Task ClearAsync();

    /// <summary>Forgets all heads but the newest ones and the one in use; their files go when nothing else names them.</summary>
    /// <param name="keep">How many stay besides the one in use.</param>
    /// <param name="dryRun">True only to say what would stay.</param>
    /// <returns>The heads that stay.</returns>
    [Alias("Prune"), AlwaysInterleave]
    Task<HeadInfo[]> PruneAsync(int keep, bool dryRun);
}
