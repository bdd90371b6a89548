using System.Globalization;

namespace UniBind.Grid;

/// <summary>
/// The Redis server where the silo processes of a cluster find each other and keep their state. Written <c>redis://host:port[/db]</c>
/// (<c>rediss://</c> for TLS), or in StackExchange.Redis' own form, <c>host:port,key=value,...</c>. In builds with Azure Storage also a
/// storage account, by its connection string (<c>DefaultEndpointsProtocol=...;AccountName=...</c>).
/// </summary>
/// <remarks>May carry a password, which no text of it shows: neither <see cref="ToString"/> nor an error.</remarks>
public sealed class ClusterAddress
{
    /// <summary>The environment variable that names the cluster, so that a password need not stand on a command line, which every user of a machine can read.</summary>
    public const string Variable = "UNIBIND_CLUSTER";

    private const int DefaultPort = 6379;
    private readonly string[] _servers;

    private ClusterAddress(AzureAccount account)
    {
        _servers = [account.Name];
        (Configuration, HasSecret, IsAzure) = (account.ConnectionString, account.HasSecret, true);
    }

    private ClusterAddress(string[] servers, string[] settings)
    {
        _servers = servers;
        Configuration = string.Join(',', [.. servers, .. settings]);
        HasSecret = settings.Any(s => s.StartsWith("password=", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The connection in StackExchange.Redis' form, or the storage account's connection string, with its password. Not for logs.</summary>
    public string Configuration { get; }

    /// <summary>True for a storage account of Azure, false for a Redis server.</summary>
    public bool IsAzure { get; }

    /// <summary>True when a password is part of it.</summary>
    public bool HasSecret { get; }

    /// <summary>Reads an address.</summary>
    /// <exception cref="GridException">It is no address of a Redis server or storage account; the message does not repeat it, for it may carry a password.</exception>
    public static ClusterAddress Parse(string text)
    {
        if (AzureAccount.TryParse(text) is { } account)
            return new ClusterAddress(account);
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme >= 0 && text[..scheme] is not ("redis" or "rediss"))
            throw Wrong($"it begins with '{text[..scheme]}://'");
        var parts = (scheme < 0 ? text : text[(scheme + 3)..]).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0)
            throw Wrong("it names no server");
        var settings = new List<string>();
        if (scheme >= 0)
            parts[0] = ReadUrl(parts[0], text.StartsWith("rediss", StringComparison.Ordinal), settings);
        // A number alone is a database, as in redis://host:port,1.
        var named = parts.Select(p => p.All(char.IsAsciiDigit) ? "defaultDatabase=" + p : p).ToArray();
        settings.AddRange(named.Where(p => p.Contains('=')));
        string[] servers = [.. named.Where(p => !p.Contains('=')).Select(RequireServer)];
        return servers.Length > 0 ? new ClusterAddress(servers, [.. settings]) : throw Wrong("it names no server");
    }

    /// <summary>The servers or the storage account alone, for people.</summary>
    public override string ToString() => string.Join(',', _servers);

    /// <summary>Takes <c>[user[:password]@]host[:port][/db]</c> apart; what is no server goes to the settings.</summary>
    private static string ReadUrl(string text, bool tls, List<string> settings)
    {
        var at = text.LastIndexOf('@');
        if (at >= 0)
        {
            var login = text[..at].Split(':', 2);
            if (login[0].Length > 0 && login.Length == 2)
                settings.Add("user=" + Unescape(login[0]));
            settings.Add("password=" + Unescape(login[^1]));
        }
        var rest = text[(at + 1)..].Split('/', 2);
        if (rest.Length == 2 && rest[1].Length > 0)
            settings.Add("defaultDatabase=" + (rest[1].All(char.IsAsciiDigit) ? rest[1] : throw Wrong("its database is no number")));
        if (tls)
            settings.Add("ssl=true");
        return rest[0];
    }

    /// <summary>StackExchange.Redis cuts its form at commas and knows no way to write one.</summary>
    private static string Unescape(string text) =>
        Uri.UnescapeDataString(text) is var plain && !plain.Contains(',') ? plain : throw Wrong("its login has a comma, which it cannot have");

    private static string RequireServer(string server)
    {
        var colon = server.LastIndexOf(':');
        // A colon inside brackets belongs to an IPv6 address.
        if (colon < 0 || server.EndsWith(']'))
            return server.Length > 0 ? $"{server}:{DefaultPort}" : throw Wrong("it names no server");
        return colon > 0 && int.TryParse(server[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65_536
            ? server
            : throw Wrong("its port is no number from 1 to 65535");
    }

    private static GridException Wrong(string why) => new($"The cluster is no address of a Redis server, {why}; give redis://host:port or host:port,key=value.");
}
