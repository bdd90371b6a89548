using System.Security.Cryptography;

namespace UniBind.Grid.Corpora;

/// <summary>The SHA-256 of contents while a page is planned, where it costs little: what is in memory, and local files up to 64 MiB.</summary>
internal static class ContentHash
{
    private const long MaxFileBytes = 64L << 20;
    private const int MaxReadBytes = 1 << 20;

    /// <summary>The hash, lower-case hexadecimal; empty where it is not cheap, or where there is nothing to compare.</summary>
    /// <exception cref="ItemException">The content cannot be read.</exception>
    public static string TryCompute(MediaContent content)
    {
        if (content.Length == 0 || (content.Path is not null && content.Length > MaxFileBytes))
            return "";
        if (content.Path is null || content.Length <= MaxReadBytes)
            return Convert.ToHexStringLower(SHA256.HashData(content.ReadBytes(long.MaxValue).Span));
        using var stream = content.OpenRead();
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    /// <summary>Whether a text is 64 hexadecimal digits.</summary>
    public static bool IsValid(string sha256) => sha256.Length == 64 && sha256.All(char.IsAsciiHexDigit);
}
