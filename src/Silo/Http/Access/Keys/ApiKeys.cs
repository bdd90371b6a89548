namespace UniBind.Grid.Silo;

/// <summary>What one does with API keys: make, replace and take back.</summary>
public static class ApiKeys
{
    private const int LongestName = 200;

    /// <summary>Makes a key.</summary>
    /// <param name="file">The file that it goes into.</param>
    /// <param name="key">The key to be; its id and hash are drawn here.</param>
    /// <returns>The stored key, and its text, which exists nowhere else.</returns>
    /// <exception cref="GridException">The name is too long or taken by a good key, a scope is unknown, or the file cannot be written.</exception>
    public static (ApiKey Key, string Text) Create(ApiKeyFile file, ApiKey key)
    {
        if (string.IsNullOrWhiteSpace(key.Name) || key.Name.Length > LongestName || key.Name.Any(char.IsControl))
            throw new GridException($"The name of an API key has 1 to {LongestName} characters and no line breaks.");
        if (key.Scopes.Count == 0 || key.Scopes.FirstOrDefault(s => !AccessScopes.All.Contains(s)) is not null)
            throw new GridException($"An API key needs at least one scope of {string.Join(", ", AccessScopes.All)}.");
        var text = "";
        ApiKey? made = null;
        file.Change(keys =>
        {
            if (keys.FirstOrDefault(k => k.Name == key.Name && k.IsGoodAt(key.Created)) is { } taken)
                throw new GridException($"There is an API key '{key.Name}' already; rotate it (unibind keys rotate {taken.Id}), revoke it first, or choose another name.");
            var id = ApiKeyText.NewId();
            while (keys.Any(k => k.Id == id))
                id = ApiKeyText.NewId();
            text = ApiKeyText.New(id);
            made = key with { Id = id, Sha256 = ApiKeyText.Hash(text) };
            return [.. keys, made];
        });
        return (made!, text);
    }

    /// <summary>Replaces the secret of a key; its id, name and scopes stay.</summary>
    /// <param name="file">The file.</param>
    /// <param name="id">The public part.</param>
    /// <param name="grace">For how long the old secret stays good.</param>
    /// <param name="now">The time.</param>
    /// <returns>The stored key, and its new text.</returns>
    /// <exception cref="GridException">There is no such good key, or the file cannot be written.</exception>
    public static (ApiKey Key, string Text) Rotate(ApiKeyFile file, string id, TimeSpan grace, DateTimeOffset now)
    {
        var text = "";
        var key = Replace(file, id, old =>
        {
            if (!old.IsGoodAt(now))
                throw new GridException($"The API key '{old.Id}' is revoked or has expired; make a new one (unibind keys create).");
            text = ApiKeyText.New(old.Id);
            return old with { Sha256 = ApiKeyText.Hash(text), Previous = grace > TimeSpan.Zero ? new ReplacedSecret(old.Sha256, now + grace) : null };
        });
        return (key, text);
    }

    /// <summary>Takes a key back, its earlier secret included. Servers that read the file refuse it within seconds.</summary>
    /// <exception cref="GridException">There is no such key, or the file cannot be written.</exception>
    public static ApiKey Revoke(ApiKeyFile file, string id, DateTimeOffset now) =>
        Replace(file, id, old => old with { Revoked = old.Revoked ?? now, Previous = null });

    private static ApiKey Replace(ApiKeyFile file, string id, Func<ApiKey, ApiKey> change)
    {
        ApiKey? changed = null;
        file.Change(keys =>
        {
            if (!keys.Any(k => k.Id == id))
                throw new GridException($"There is no API key '{(ApiKeyText.IsId(id) ? id : "of that id")}' in '{file.Path}'; 'unibind keys list' shows them.") { Kind = GridErrorKind.NotFound };
            return keys.Select(k => k.Id == id ? changed = change(k) : k);
        });
        return changed!;
    }
}
