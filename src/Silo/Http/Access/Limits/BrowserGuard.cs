using System.Net;

namespace UniBind.Grid.Silo;

/// <summary>
/// Keeps web pages out while no keys are asked for. A browser on this machine runs pages of strangers, which may send requests to loopback
/// (a cross-site request), or make their own host name mean loopback and then even read the answers (DNS rebinding). The first shows in
/// <c>Origin</c> and <c>Sec-Fetch-Site</c>, the second in <c>Host</c>.
/// </summary>
internal sealed class BrowserGuard(RequestDelegate next, ApiKeyStore store, AccessOptions options, AccessAddresses addresses)
{
    private readonly bool _isOpen = AccessRules.IsOpen(addresses.All);
    private readonly HashSet<string> _hosts = new(options.Hosts, StringComparer.OrdinalIgnoreCase);

    /// <summary>Refuses what a page sent, passes on the rest.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (store.IsOn)
            return next(context);
        var host = context.Request.Host;
        // Open to the network on purpose: there the names that the machine has are nobody's to know.
        if (!_isOpen && !IsOwn(host.Host))
            return ApiErrorWriter.WriteAsync(context, new ApiError(StatusCodes.Status403Forbidden, "host_not_allowed",
                "Without API keys the server answers only to localhost, 127.0.0.1 and [::1]; make a key (unibind keys create), or name the host with --allow-host."));
        return IsForeign(context.Request, host)
            ? ApiErrorWriter.WriteAsync(context, new ApiError(StatusCodes.Status403Forbidden, "cross_site", "Without API keys the server refuses requests that pages of other sites make; make a key (unibind keys create)."))
            : next(context);
    }

    private static bool IsForeign(HttpRequest request, HostString host)
    {
        var origin = request.Headers.Origin;
        if (origin.Count > 0 && !(origin.Count == 1 && Uri.TryCreate(origin[0], UriKind.Absolute, out var from)
            && Uri.TryCreate($"{from.Scheme}://{host.Value}", UriKind.Absolute, out var here)
            && string.Equals(from.Authority, here.Authority, StringComparison.OrdinalIgnoreCase)))
            return true;
        // A link on another page may lead here, but nothing that a page loads or sends by itself.
        return request.Headers["Sec-Fetch-Site"] is ["cross-site" or "same-site"]
            && !(HttpMethods.IsGet(request.Method) && request.Headers["Sec-Fetch-Mode"] is ["navigate"] && request.Headers["Sec-Fetch-Dest"] is ["document"]);
    }

    private bool IsOwn(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address))
        || _hosts.Contains(host);
}
