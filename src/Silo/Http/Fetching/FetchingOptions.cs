using System.Net;

namespace UniBind.Grid.Silo;

/// <summary>From where media may be fetched by URL, and how much; nothing by default.</summary>
public sealed class FetchingOptions
{
    /// <summary>The hosts: <c>media.example.org</c>, <c>*.example.org</c> (any name below it), either with a port. Empty switches fetching off.</summary>
    public IList<string> Hosts { get; } = [];

    /// <summary>The most bytes of an answer.</summary>
    public int MaxBytes { get; set; } = EmbedRequest.MaxBytes;

    /// <summary>How long a fetch may take, redirects included.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many redirects are followed.</summary>
    public int MaxRedirects { get; set; } = 3;

    /// <summary>How many fetches run at a time; others wait for their turn as long as <see cref="Timeout"/>.</summary>
    public int Concurrency { get; set; } = 16;

    /// <summary>Finds the addresses of a host; the system's resolver.</summary>
    internal Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; set; } = (host, ct) => Dns.GetHostAddressesAsync(host, ct);

    /// <summary>True to fetch from loopback, for tests that run a server there.</summary>
    internal bool AllowLoopback { get; set; }
}
