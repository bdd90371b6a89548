namespace UniBind.Grid.Client;

/// <summary>Asks the grid about single items: what they are, and which rows of job outputs are near to them.</summary>
/// <remarks>Thread-safe.</remarks>
public interface ISearchClient
{
    /// <summary>Pins a space for <see cref="ClassifyAsync"/>: a version that is published later changes nothing for the holder of the handle.</summary>
    /// <param name="reference"><c>name@7</c>, <c>name@latest</c> or <c>name@stable</c>.</param>
    /// <exception cref="GridException">There is no such space, or no encoder silo has its pack.</exception>
    Task<SpaceHandle> OpenSpaceAsync(string reference);

    /// <summary>Classifies one item.</summary>
    /// <param name="space">The space, from <see cref="OpenSpaceAsync"/>.</param>
    /// <param name="item">The item, at most <see cref="EmbedRequest.MaxBytes"/>.</param>
    /// <param name="top">How many classes, 1 to <see cref="ClassifyRequest.MaxTop"/>.</param>
    /// <param name="cancellationToken">Takes the item back.</param>
    /// <exception cref="GridException">The space tells no classes or takes no such modality, or the item is too large or cannot be decoded.</exception>
    Task<ClassifyReply> ClassifyAsync(SpaceHandle space, MediaQuery item, int top = 5, CancellationToken cancellationToken = default);

    /// <summary>The rows nearest to a query, over the outputs of any jobs of one space version: exact, not approximate.</summary>
    /// <exception cref="GridException">The folders hold different space versions or no output, or the query cannot be embedded.</exception>
    Task<SearchReply> SearchAsync(SearchRequest request, CancellationToken cancellationToken = default);
}
