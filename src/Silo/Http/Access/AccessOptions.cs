using System.Net;

namespace UniBind.Grid.Silo;

/// <summary>Who may ask over HTTP, from where, and how much. Without a file of keys everybody of this machine may ask, and nobody else.</summary>
public sealed class AccessOptions
{
    /// <summary>The file of API keys; null for none. A file that does not exist means that there are no keys yet, unless <see cref="RequireKeys"/>.</summary>
    public string? KeysFile { get; set; }

    /// <summary>True to refuse to start without <see cref="KeysFile"/>: it was named, so somebody counts on it.</summary>
    public bool RequireKeys { get; set; }

    /// <summary>True to answer everybody who can reach the port, with or without a key.</summary>
    public bool NoKeys { get; set; }

    /// <summary>The addresses that HTTP is served at, besides loopback and the silo's own.</summary>
    public IList<IPAddress> Listen { get; } = [];

    /// <summary>Host names, besides those of loopback, that requests may be addressed to while no keys are asked for.</summary>
    public IList<string> Hosts { get; } = [];

    /// <summary>True to show <c>/metrics</c> to everybody who can reach the port.</summary>
    public bool OpenMetrics { get; set; }

    /// <summary>Folders and addresses (<c>az://</c>, <c>s3://</c>) that jobs of HTTP callers read from and write to.</summary>
    public IList<string> Roots { get; } = [];

    /// <summary>Folders and addresses that jobs of HTTP callers only read from.</summary>
    public IList<string> ReadRoots { get; } = [];

    /// <summary>The certificate chain of HTTPS, a PEM file; null for plain HTTP.</summary>
    public string? TlsCertificate { get; set; }

    /// <summary>The certificate's private key, a PEM file.</summary>
    public string? TlsKey { get; set; }

    /// <summary>How URLs of this server begin.</summary>
    public string Scheme => TlsCertificate is null ? "http" : "https";

    /// <summary>What a request may cost.</summary>
    public RequestLimits Limits { get; init; } = new();

    /// <summary>How often <see cref="KeysFile"/> is looked at for changes.</summary>
    public TimeSpan KeysRefresh { get; set; } = TimeSpan.FromSeconds(2);
}
