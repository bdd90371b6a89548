using System.Globalization;

namespace UniBind.Grid.Silo;

/// <summary>One host, or all below a name, that media may be fetched from.</summary>
internal sealed class HostPattern
{
    private readonly string _name;
    private readonly bool _isBelow;
    private readonly int? _port;

    private HostPattern(string name, bool isBelow, int? port)
    {
        _name = name;
        _isBelow = isBelow;
        _port = port;
    }

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="GridException">It is none.</exception>
    public static HostPattern Parse(string text)
    {
        var isBelow = text.StartsWith("*.", StringComparison.Ordinal);
        var name = isBelow ? text[2..] : text;
        int? port = null;
        var colon = name.LastIndexOf(':');
        if (colon >= 0)
        {
            if (!ushort.TryParse(name.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
                throw Wrong(text);
            port = number;
            name = name[..colon];
        }
        // A pattern for everything would be no list; a single label is a name of the own network.
        if (Uri.CheckHostName(name) is not (UriHostNameType.Dns or UriHostNameType.IPv4) || (isBelow && !name.Contains('.')))
            throw Wrong(text);
        return new HostPattern(new UriBuilder("http", name).Uri.IdnHost, isBelow, port);
    }

    /// <summary>Whether a URL is of this host and port.</summary>
    public bool Matches(Uri url)
    {
        var host = url.IdnHost.TrimEnd('.');
        if (_port is { } port ? url.Port != port : url.Port is not (80 or 443))
            return false;
        return _isBelow
            ? host.Length > _name.Length + 1 && host.EndsWith(_name, StringComparison.OrdinalIgnoreCase) && host[^(_name.Length + 1)] == '.'
            : string.Equals(host, _name, StringComparison.OrdinalIgnoreCase);
    }

    private static GridException Wrong(string text) => new($"'{text}' is no host to fetch from; give a name such as media.example.org or *.example.org, with a port if it is not 80 or 443.");
}
