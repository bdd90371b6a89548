using System.Net;
using System.Net.Http.Headers;

namespace UniBind.Grid.Silo;

/// <summary>Fetches media from the hosts of a list, by one GET after the other where it is redirected.</summary>
/// <remarks>
/// Thread-safe. No proxy, no cookies, no credentials and no decompression; each redirect is a new URL that must stand every test. Messages name the host and
/// never the URL, whose path or query may be a secret.
/// </remarks>
internal sealed class UrlFetcher : IUrlFetcher, IDisposable
{
    private const int HeaderKiB = 32;
    private const int LongestUrl = 4096;
    private readonly FetchingOptions _options;
    private readonly HostPattern[] _hosts;
    private readonly HttpClient _http;
    private readonly SemaphoreSlim _turns;

    /// <summary>Reads the list of hosts.</summary>
    /// <exception cref="GridException">A pattern is none.</exception>
    public UrlFetcher(FetchingOptions options)
    {
        _options = options;
        _hosts = [.. options.Hosts.Select(HostPattern.Parse)];
        _turns = new SemaphoreSlim(options.Concurrency);
        _http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = new CheckedConnections(options).ConnectAsync,
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            PreAuthenticate = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxResponseHeadersLength = HeaderKiB,
            MaxConnectionsPerServer = options.Concurrency,
            MaxResponseDrainSize = 0,
            ConnectTimeout = options.Timeout,
            ActivityHeadersPropagator = null, // strangers need no trace ids
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        })
        {
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,
            DefaultRequestVersion = HttpVersion.Version11,
        };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("UniBind.Grid", null));
        _http.DefaultRequestHeaders.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
    }

    /// <inheritdoc/>
    public async Task<FetchedMedia> FetchAsync(Uri url, CancellationToken cancellationToken)
    {
        if (_hosts.Length == 0)
            throw new GridException("This server fetches nothing by URL; send the content itself, as a data URI or a multipart upload, or start the server with --fetch HOST.");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_options.Timeout);
        try
        {
            await _turns.WaitAsync(limit.Token);
            try
            {
                return await FollowAsync(url, limit.Token);
            }
            finally
            {
                _turns.Release();
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new GridException($"Fetching from '{HostOf(url)}' took longer than {_options.Timeout.TotalSeconds:0.#} s.");
        }
        catch (HttpRequestException e)
        {
            throw e.InnerException as GridException ?? new GridException($"'{HostOf(url)}' cannot be fetched from: {Reason(e)}.", e);
        }
        catch (IOException e)
        {
            throw e.InnerException as GridException ?? new GridException($"'{HostOf(url)}' broke off its answer.", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        _turns.Dispose();
    }

    private async Task<FetchedMedia> FollowAsync(Uri url, CancellationToken cancellationToken)
    {
        for (var redirects = 0; ; redirects++)
        {
            Check(url);
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (response.StatusCode is not (HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect))
                return await ReadAsync(url, response, cancellationToken);
            if (redirects == _options.MaxRedirects)
                throw new GridException($"'{HostOf(url)}' redirects more than {_options.MaxRedirects} times.");
            if (response.Headers.Location is not { } location || !Uri.TryCreate(url, location, out var next))
                throw new GridException($"'{HostOf(url)}' redirects to nowhere.");
            if (url.Scheme == Uri.UriSchemeHttps && next.Scheme != Uri.UriSchemeHttps)
                throw new GridException($"'{HostOf(url)}' redirects from HTTPS to a connection without it.");
            url = next;
        }
    }

    private void Check(Uri url)
    {
        if (!url.IsAbsoluteUri || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps) || url.OriginalString.Length > LongestUrl)
            throw new GridException($"Only http and https URLs of at most {LongestUrl} characters are fetched.");
        if (url.UserInfo.Length > 0)
            throw new GridException("A URL with a user name or password is not fetched.");
        if (!_hosts.Any(h => h.Matches(url)))
            throw new GridException($"'{HostOf(url)}' is none of the hosts that this server fetches from (--fetch).");
    }

    private async Task<FetchedMedia> ReadAsync(Uri url, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode)
            throw new GridException($"'{HostOf(url)}' answers with the status {(int)response.StatusCode}.");
        if (response.Content.Headers.ContentEncoding.Any(e => !string.Equals(e, "identity", StringComparison.OrdinalIgnoreCase)))
            throw new GridException($"'{HostOf(url)}' answers with compressed content, which was not asked for.");
        if (response.Content.Headers.ContentLength > _options.MaxBytes)
            throw TooLarge(url);
        using var content = new MemoryStream();
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[64 << 10];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (content.Length + read > _options.MaxBytes)
                throw TooLarge(url);
            await content.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }
        return new FetchedMedia(NameOf(url), response.Content.Headers.ContentType?.MediaType, content.ToArray());
    }

    private GridException TooLarge(Uri url) => new($"The content at '{HostOf(url)}' has more than {_options.MaxBytes:N0} bytes.") { Kind = GridErrorKind.TooLarge };

    /// <summary>The last part of the path, without what a file name should not hold.</summary>
    private static string NameOf(Uri url)
    {
        var name = Uri.UnescapeDataString(url.Segments[^1]);
        var clean = new string([.. name.Where(c => !char.IsControl(c) && c is not ('/' or '\\' or ':')).Take(200)]).TrimStart('.');
        return clean.Length > 0 ? clean : "media";
    }

    private static string HostOf(Uri url) => url.IsAbsoluteUri && url.Host.Length is > 0 and < 256 ? url.IdnHost : "?";

    private static string Reason(HttpRequestException e) => e.HttpRequestError switch
    {
        HttpRequestError.SecureConnectionError => "its certificate is not trusted",
        HttpRequestError.ConfigurationLimitExceeded => "the headers of its answer are too large",
        HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError => "it does not answer",
        _ => "its answer cannot be read",
    };
}
