using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace UniBind.Grid.Silo;

/// <summary>Sets up the web server: where it listens, HTTPS, and the limits that hold before any code of the grid runs.</summary>
internal static class KestrelLimits
{
    /// <summary>Makes a builder's web server Kestrel, with these options.</summary>
    /// <param name="web">The host to be.</param>
    /// <param name="options">Limits and certificate.</param>
    /// <param name="addresses">Where to listen; loopback stands for both of its addresses.</param>
    /// <param name="port">The port.</param>
    public static void UseGridKestrel(this WebApplicationBuilder web, AccessOptions options, AccessAddresses addresses, int port)
    {
        web.WebHost.UseKestrelCore();
        TlsCertificate? certificate = null;
        if (options is { TlsCertificate: { } file, TlsKey: { } key })
        {
            web.WebHost.UseKestrelHttpsConfiguration();
            certificate = new TlsCertificate(file, key);
            web.Services.AddSingleton(_ => certificate);
        }
        web.WebHost.ConfigureKestrel(kestrel =>
        {
            Limit(kestrel, options.Limits);
            Listen(kestrel, addresses.All, port, listen =>
            {
                if (certificate is not null)
                    listen.UseHttps(https => https.ServerCertificateSelector = (_, _) => certificate.Current);
            });
        });
    }

    private static void Listen(KestrelServerOptions kestrel, IReadOnlyList<IPAddress> addresses, int port, Action<ListenOptions> configure)
    {
        // What listens on all addresses listens on loopback, too.
        if (addresses.Any(a => a.Equals(IPAddress.Any) || a.Equals(IPAddress.IPv6Any)))
        {
            kestrel.ListenAnyIP(port, configure);
            return;
        }
        // Kestrel finds a free port only for one address at a time; with one given, both loopbacks are served.
        if (port > 0)
            kestrel.ListenLocalhost(port, configure);
        else
            kestrel.Listen(IPAddress.Loopback, port, configure);
        foreach (var address in addresses.Where(a => !IPAddress.IsLoopback(a)))
            kestrel.Listen(address, port, configure);
    }

    private static void Limit(KestrelServerOptions kestrel, RequestLimits limits)
    {
        kestrel.AddServerHeader = false;
        var server = kestrel.Limits;
        server.MaxRequestBodySize = limits.BodyBytes;
        server.MaxRequestHeadersTotalSize = limits.HeaderBytes;
        server.MaxRequestHeaderCount = limits.Headers;
        server.MaxRequestLineSize = limits.LineBytes;
        server.RequestHeadersTimeout = limits.HeaderTimeout;
        server.MinRequestBodyDataRate = new MinDataRate(limits.SlowestBytesPerSecond, limits.SlowGrace);
        server.MinResponseDataRate = new MinDataRate(limits.SlowestBytesPerSecond, limits.SlowGrace);
        server.MaxConcurrentConnections = limits.Connections;
        server.MaxConcurrentUpgradedConnections = 0;
        server.Http2.MaxStreamsPerConnection = limits.StreamsPerConnection;
        server.Http2.MaxRequestHeaderFieldSize = Math.Min(limits.HeaderBytes, 16 << 10);
    }
}
