using System.Collections.Frozen;
using System.Security.Cryptography;

namespace UniBind.Grid.Silo;

/// <summary>The keys of one state of the file, ready to be looked up.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class ApiKeySet(IEnumerable<ApiKey> keys)
{
    private static readonly byte[] Nobody = new byte[SHA256.HashSizeInBytes];
    private readonly FrozenDictionary<string, (ApiKey Key, byte[] Hash, byte[] Previous)> _byId = keys.ToFrozenDictionary(
        k => k.Id,
        k => (k, Convert.FromHexString(k.Sha256), k.Previous is { } p ? Convert.FromHexString(p.Sha256) : Nobody),
        StringComparer.Ordinal);

    /// <summary>No keys at all.</summary>
    public static ApiKeySet Empty { get; } = new([]);

    /// <summary>How many there are.</summary>
    public int Count => _byId.Count;

    /// <summary>Looks a key up.</summary>
    /// <param name="text">What the caller sent.</param>
    /// <param name="now">The time.</param>
    /// <returns>The key, and null; or null, and why it is refused, in words that tell nothing to who does not have the secret.</returns>
    public (ApiKey? Key, string? Refusal) Find(string text, DateTimeOffset now)
    {
        const string unknown = "The API key is not known.";
        if (!ApiKeyText.TryGetId(text, out var id))
            return (null, "The API key has not the form of a key of this server: ub_, 12 digits, _, 48 digits.");

        // Both comparisons are made, in constant time, for every id there is or is not: how long an answer takes says nothing of what is stored.
        var isKnown = _byId.TryGetValue(id, out var found);
        var hash = SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text));
        var isCurrent = CryptographicOperations.FixedTimeEquals(hash, isKnown ? found.Hash : Nobody);
        var isPrevious = CryptographicOperations.FixedTimeEquals(hash, isKnown ? found.Previous : Nobody);
        if (!isKnown || !(isCurrent | isPrevious))
            return (null, unknown);
        if (found.Key.Revoked is not null)
            return (null, "The API key was revoked.");
        if (!found.Key.IsGoodAt(now))
            return (null, "The API key has expired.");
        return isCurrent || found.Key.Previous!.Until > now ? (found.Key, null) : (null, "The API key was rotated, and the time of the old one is over.");
    }
}
