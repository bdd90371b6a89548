namespace UniBind.Grid.Silo;

/// <summary>Fetching media by URL.</summary>
internal static class FetchingHostingExtensions
{
    /// <summary>Adds <see cref="IUrlFetcher"/>.</summary>
    public static IServiceCollection AddGridFetching(this IServiceCollection services, GridHttpOptions options) =>
        services.AddSingleton<IUrlFetcher>(_ => new ObservedUrlFetcher(new UrlFetcher(options.Fetching)));
}
