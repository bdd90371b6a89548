namespace UniBind.Grid.Silo;

/// <summary>Fetches the items of a request that are URLs.</summary>
internal static class UrlInputs
{
    private const int AtATime = 8;

    /// <summary>Fetches what has to be fetched; an item that cannot be has its reason then.</summary>
    /// <exception cref="ApiException">There are more URLs than a request may have.</exception>
    public static Task FetchAsync(HttpContext context, List<ApiItem> items, ApiOptions options)
    {
        var wanted = 0;
        foreach (var item in items)
        {
            if (item is { Url: not null, Fault: null })
                wanted++;
        }
        if (wanted == 0)
            return Task.CompletedTask;
        if (wanted > options.MaxUrls)
            throw new ApiException($"The request has {wanted:N0} URLs and may have {options.MaxUrls:N0}; send several requests.", code: "too_many_urls");
        return FetchAsync(context, items.Where(item => item is { Url: not null, Fault: null }));
    }

    private static Task FetchAsync(HttpContext context, IEnumerable<ApiItem> items)
    {
        var fetcher = context.RequestServices.GetRequiredService<IUrlFetcher>();
        var path = context.Request.Path;
        var some = new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = context.RequestAborted };
        return Parallel.ForEachAsync(items, some, async (item, cancellationToken) =>
        {
            try
            {
                var media = await fetcher.FetchAsync(item.Url!, cancellationToken);
                item.WithBytes(media.Content, media.ContentType, media.Name);
            }
            catch (GridException e)
            {
                item.WithFault(ApiErrors.Of(e, path)!);
            }
        });
    }
}
