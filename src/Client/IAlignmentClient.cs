namespace UniBind.Grid.Client;

/// <summary>The training of heads: one for each modality of a space.</summary>
/// <remarks>Thread-safe.</remarks>
public interface IAlignmentClient
{
    /// <summary>Trains a head and puts it to use for the next published version. Ending the enumeration early ends the training; what was in use stays then.</summary>
    /// <param name="space">The space.</param>
    /// <param name="modality">The modality.</param>
    /// <param name="request">What to train on, towards what, and how.</param>
    /// <param name="cancellationToken">Ends the training.</param>
    /// <returns>Progress about twice a second; the last element has the head.</returns>
    /// <exception cref="GridException">The request is not feasible, no item can be used, or another training of the modality goes on.</exception>
    IAsyncEnumerable<AlignProgress> TrainAsync(string space, Modality modality, AlignRequest request, CancellationToken cancellationToken = default);

    /// <summary>The head in use; null when there is none.</summary>
    Task<HeadInfo?> GetHeadAsync(string space, Modality modality);

    /// <summary>The heads that were trained, newest first.</summary>
    Task<IReadOnlyList<HeadInfo>> ListHeadsAsync(string space, Modality modality);

    /// <summary>Puts an earlier head to use again.</summary>
    /// <param name="space">The space.</param>
    /// <param name="modality">The modality.</param>
    /// <param name="sha256">The head's hash, or the beginning of it, at least 6 characters.</param>
    /// <exception cref="GridException">No head begins so, or several do.</exception>
    Task<HeadInfo> UseHeadAsync(string space, Modality modality, string sha256);

    /// <summary>Puts no head to use: the next published version has none for the modality.</summary>
    Task ClearHeadAsync(string space, Modality modality);
}
