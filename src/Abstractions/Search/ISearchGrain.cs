namespace UniBind.Grid;

/// <summary>Pins spaces for online requests, and shares searches out to the encoder silos; one grain, key <see cref="Key"/>. It holds nothing.</summary>
[Alias("unibind.ISearchGrain")]
public interface ISearchGrain : IGrainWithStringKey
{
    /// <summary>The key of the one grain.</summary>
    const string Key = "search";

    /// <summary>Pins a reference: <c>name@7</c>, <c>name@latest</c>, <c>name@stable</c>, or <c>PACK@0</c>.</summary>
    /// <exception cref="GridException">There is no such space, or no encoder silo has its pack.</exception>
    [Alias("OpenSpace")]
    Task<SpaceHandle> OpenSpaceAsync(string reference);

    /// <summary>The rows nearest to a query, over all part files of the folders: exact, not approximate.</summary>
    /// <exception cref="GridException">The folders hold different space versions or no output, the query cannot be embedded, or a part is damaged.</exception>
    [Alias("Search"), ResponseTimeout("00:30:00")]
    Task<SearchReply> SearchAsync(SearchRequest request, CancellationToken cancellationToken = default);
}
