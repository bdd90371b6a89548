using System.Globalization;

namespace UniBind.Grid.Corpora;

/// <summary>The rules for keys: relative, with <c>/</c>, no empty, <c>.</c> or <c>..</c> segment, no control character, at most 900 bytes.</summary>
/// <remarks>900 bytes leave room for a root's prefix within the 1,024 that blob services allow.</remarks>
public static class ObjectKey
{
    private const int MaxBytes = 900;
    private const int GuidDigits = 32;

    /// <summary>The key itself, if it is one.</summary>
    /// <exception cref="CorpusException">It is none.</exception>
    public static string Require(string key) =>
        IsKey(key) ? key : throw new CorpusException($"'{ListedItem.Shorten(key)}' is no key of an object: a key is relative, with '/', without '.' and '..', and has at most {MaxBytes} bytes.");

    /// <summary>Whether a text is a key.</summary>
    public static bool IsKey(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.Length == 0 || System.Text.Encoding.UTF8.GetByteCount(key) > MaxBytes || (OperatingSystem.IsWindows() && key.AsSpan().IndexOfAny('\\', ':') >= 0))
            return false;
        foreach (var c in key)
            if (char.IsControl(c))
                return false;
        foreach (var range in key.AsSpan().Split('/'))
            if (key.AsSpan()[range] is "" or "." or "..")
                return false;
        return true;
    }

    /// <summary>A hidden key beside another one that nobody else has; listings leave such keys out.</summary>
    public static string Temporary(string key)
    {
        var name = key.LastIndexOf('/') + 1;
        return string.Create(CultureInfo.InvariantCulture, $"{key[..name]}.{key[name..]}.{Guid.NewGuid():N}");
    }

    /// <summary>Whether a name without folders is one of <see cref="Temporary"/>.</summary>
    internal static bool IsTemporary(ReadOnlySpan<char> name) =>
        name.Length > GuidDigits + 2 && name[0] == '.' && name[^(GuidDigits + 1)] == '.' && name[^GuidDigits..].IndexOfAnyExcept("0123456789abcdef") < 0;
}
