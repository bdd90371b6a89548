using UniBind.Grid.Silo;

namespace UniBind.Grid.Cli;

/// <summary>Shows keys; the secret only where it was just made.</summary>
internal static class KeyPrinter
{
    /// <summary>Shows a new key: the key itself to standard output, so that a script can take it, the rest to standard error.</summary>
    public static void PrintNew(ApiKey key, string text, string file, bool json)
    {
        if (json)
        {
            Json.Print(new { key.Id, key.Name, key.Scopes, key.Expires, Key = text });
            return;
        }
        Console.Error.WriteLine($"The key '{key.Name}' ({key.Id}: {string.Join(", ", key.Scopes)}), shown this once; its hash is in {file}.");
        Console.Out.WriteLine(text);
    }

    /// <summary>Says to standard error what a change of the file means for servers that run.</summary>
    public static void PrintWarning(ApiKeyFile keys)
    {
        if (keys.Warning is { } warning)
            Console.Error.WriteLine(warning);
    }

    /// <summary>What state a key is in.</summary>
    public static string StateOf(ApiKey key, DateTimeOffset now) =>
        key.Revoked is not null ? "revoked" : !key.IsGoodAt(now) ? "expired" : key.Previous?.Until > now ? "rotating" : "good";
}
