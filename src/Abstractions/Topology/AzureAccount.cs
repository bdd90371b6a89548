namespace UniBind.Grid;

/// <summary>A storage account of Azure that a connection string names.</summary>
/// <param name="Name">The account's name, for people.</param>
/// <param name="ConnectionString">The whole string. Not for logs.</param>
/// <param name="HasSecret">True when a key or a signature is part of it.</param>
internal sealed record AzureAccount(string Name, string ConnectionString, bool HasSecret)
{
    /// <summary>The storage account of Azurite, Azure's emulator; its key is public knowledge.</summary>
    private const string Development = "devstoreaccount1";

    /// <summary>Reads a connection string, or returns null when the text is none.</summary>
    /// <exception cref="GridException">It is one and names no account.</exception>
    public static AzureAccount? TryParse(string text)
    {
        // No address of a Redis server has a semicolon, nor these names.
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.IndexOf('=') is var at and > 0)
                values[part[..at]] = part[(at + 1)..];
        }
        if (values.TryGetValue("UseDevelopmentStorage", out var use) && bool.TryParse(use, out var yes) && yes)
            return new AzureAccount(Development, text, HasSecret: false);
        if (!values.ContainsKey("AccountName") && !values.ContainsKey("BlobEndpoint") && !values.ContainsKey("TableEndpoint"))
            return null;
        var name = values.GetValueOrDefault("AccountName") ?? Host(values.GetValueOrDefault("TableEndpoint") ?? values["BlobEndpoint"]);
        if (string.IsNullOrEmpty(name))
            throw new GridException("The cluster's connection string names no storage account; copy it from the account's access keys.");
        return new AzureAccount(name, text, values.ContainsKey("AccountKey") || values.ContainsKey("SharedAccessSignature"));
    }

    private static string? Host(string endpoint) => Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) ? uri.Host.Split('.')[0] : null;

    /// <summary>The account's name alone.</summary>
    public override string ToString() => Name;
}
