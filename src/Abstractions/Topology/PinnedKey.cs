namespace UniBind.Grid;

/// <summary>The key of a grain that lives on one silo and nowhere else: <c>name|silo address</c>.</summary>
public static class PinnedKey
{
    /// <summary>The key of the grain <paramref name="name"/> on the silo.</summary>
    /// <param name="name">What the grain is on its silo: <c>worker</c>, or a modality's name.</param>
    /// <param name="silo">The silo's address in its parsable form.</param>
    public static string For(string name, string silo) => $"{name}|{silo}";

    /// <summary>Takes a key apart.</summary>
    /// <exception cref="FormatException">The key has no <c>|</c>.</exception>
    public static (string Name, string Silo) Parse(string key)
    {
        var bar = key.IndexOf('|', StringComparison.Ordinal);
        return bar > 0 ? (key[..bar], key[(bar + 1)..]) : throw new FormatException($"'{key}' is no key of a pinned grain, which is 'name|silo'.");
    }
}
