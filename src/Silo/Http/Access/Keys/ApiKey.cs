using System.Text.Json.Serialization;

namespace UniBind.Grid.Silo;

/// <summary>One API key as it is stored: everything but the secret, of which there is only a hash.</summary>
/// <remarks>Immutable.</remarks>
public sealed record ApiKey
{
    /// <summary>The public part of the key, 12 hexadecimal digits: what lists and logs show.</summary>
    public required string Id { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the whole key, hexadecimal; see <see cref="ApiKeyText"/> for why that is enough.</summary>
    public required string Sha256 { get; init; }

    /// <summary>What it allows, of <see cref="AccessScopes.All"/>.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>From when on it is refused; null for never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>When it was taken back; null while it is good.</summary>
    public DateTimeOffset? Revoked { get; init; }

    /// <summary>The most requests a minute; null takes the server's own limit.</summary>
    [JsonPropertyName("requests_per_minute")]
    public int? RequestsPerMinute { get; init; }

    /// <summary>The most requests at a time; null takes the server's own limit.</summary>
    public int? Concurrency { get; init; }

    /// <summary>The secret before the last rotation, while that is still good; null without one.</summary>
    public ReplacedSecret? Previous { get; init; }

    /// <summary>Whether the key is good at a time, as far as its dates say.</summary>
    public bool IsGoodAt(DateTimeOffset now) => Revoked is null && !(Expires <= now);
}
