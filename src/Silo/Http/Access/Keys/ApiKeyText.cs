using System.Security.Cryptography;

namespace UniBind.Grid.Silo;

/// <summary>The text of an API key: <c>ub_</c>, 12 hexadecimal digits that are public, <c>_</c>, 48 hexadecimal digits that are secret.</summary>
/// <remarks>
/// The secret has 192 random bits, so nobody finds it by trying, whatever a try costs. A slow password hash exists to make tries at guessable
/// secrets dear; here it would buy nothing, and cost every request its time. So keys are stored as their SHA-256.
/// </remarks>
public static class ApiKeyText
{
    /// <summary>Begins every key, for programs that look for leaked secrets.</summary>
    public const string Prefix = "ub_";

    private const int IdLength = 12;
    private const int SecretLength = 48;
    private static readonly int Length = Prefix.Length + IdLength + 1 + SecretLength;

    /// <summary>A new public part.</summary>
    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdLength / 2));

    /// <summary>A new key with a public part.</summary>
    public static string New(string id) => $"{Prefix}{id}_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretLength / 2))}";

    /// <summary>Takes the public part out of a key.</summary>
    /// <returns>False when the text has not the form of a key.</returns>
    public static bool TryGetId(string text, out string id)
    {
        id = "";
        if (text.Length != Length || !text.StartsWith(Prefix, StringComparison.Ordinal) || text[Prefix.Length + IdLength] != '_')
            return false;
        var digits = text.AsSpan(Prefix.Length);
        if (!IsHex(digits[..IdLength]) || !IsHex(digits[(IdLength + 1)..]))
            return false;
        id = digits[..IdLength].ToString();
        return true;
    }

    /// <summary>What is stored of a key.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));

    /// <summary>Whether a text can be a stored hash.</summary>
    public static bool IsHash(string? text) => text?.Length == 2 * SHA256.HashSizeInBytes && IsHex(text);

    /// <summary>Whether a text can be a public part.</summary>
    public static bool IsId(string? text) => text?.Length == IdLength && IsHex(text);

    private static bool IsHex(ReadOnlySpan<char> text) => !text.ContainsAnyExcept("0123456789abcdef");
}
