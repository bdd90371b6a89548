namespace UniBind.Grid.Corpora;

/// <summary>
/// Addresses of folders and objects as users give them and as records hold them: a path, <c>file://PATH</c>, <c>az://CONTAINER/PREFIX</c> or
/// <c>s3://BUCKET/PREFIX</c>. Which account or server is meant, and with which credentials, says the environment, never an address.
/// </summary>
public static class ObjectAddress
{
    /// <summary>Begins an address in Azure Blob Storage.</summary>
    public const string Azure = "az://";

    /// <summary>Begins an address in S3.</summary>
    public const string S3 = "s3://";

    private const string File = "file://";

    /// <summary>Whether an address leads away from this machine's file systems.</summary>
    public static bool IsRemote(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.StartsWith(Azure, StringComparison.OrdinalIgnoreCase) || address.StartsWith(S3, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The one form of an address: an absolute path, or a remote address without a slash at its end.</summary>
    /// <exception cref="CorpusException">It is no address.</exception>
    public static string Normalize(string address)
    {
        ArgumentException.ThrowIfNullOrEmpty(address);
        if (IsRemote(address))
            return NormalizeRemote(address);
        if (address.StartsWith(File, StringComparison.OrdinalIgnoreCase))
            return Path.GetFullPath(PathOf(address));
        return address.Contains("://", StringComparison.Ordinal)
            ? throw new CorpusException($"'{Printable(address)}' is no address that is known; give a path, file://, az://container/prefix or s3://bucket/prefix.")
            : Path.GetFullPath(address);
    }

    /// <summary>The address of an object or folder below a folder's.</summary>
    public static string Combine(string folder, string key) =>
        IsRemote(folder) ? $"{folder}/{key}" : Path.Combine(folder, Path.DirectorySeparatorChar == '/' ? key : key.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>The container or bucket of a remote address, and the rest without slashes at its ends.</summary>
    internal static (string Container, string Prefix) SplitRemote(string address)
    {
        var rest = address[Azure.Length..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? (rest, "") : (rest[..slash], rest[(slash + 1)..]);
    }

    /// <summary>The folder of an object's address, and its name.</summary>
    internal static (string Folder, string Name) Split(string address)
    {
        if (!IsRemote(address))
            return (Path.GetDirectoryName(address) ?? throw new CorpusException($"'{address}' is a root and no file."), Path.GetFileName(address));
        var slash = address.LastIndexOf('/');
        return slash > Azure.Length
            ? (address[..slash], address[(slash + 1)..])
            : throw new CorpusException($"'{address}' names a container and no object.");
    }

    private static string NormalizeRemote(string address)
    {
        var (container, prefix) = SplitRemote(address);
        prefix = prefix.Trim('/');
        // What a URL may carry beside an address could be a secret (user:password@, ?sig=...), which no record may hold.
        if (container.Length == 0 || container.AsSpan().IndexOfAny("@:?#") >= 0 || container.Any(char.IsControl) || prefix.Contains("?sig=", StringComparison.OrdinalIgnoreCase) || prefix.Contains("&sig=", StringComparison.OrdinalIgnoreCase))
            throw new CorpusException($"'{Printable(address)}' is no address; give {address[..Azure.Length].ToLowerInvariant()}container/prefix, and the credentials in the environment.");
        if (prefix.Length > 0 && !ObjectKey.IsKey(prefix))
            throw new CorpusException($"'{Printable(address)}' is no address: the part behind '{container}' has an empty segment, '.' or '..', or is too long.");
        return address[..Azure.Length].ToLowerInvariant() + container + (prefix.Length > 0 ? "/" + prefix : "");
    }

    private static string PathOf(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.IsFile && (uri.Host.Length == 0 || OperatingSystem.IsWindows())
            ? uri.LocalPath
            : throw new CorpusException($"'{Printable(address)}' is no address of a file or folder; give file:///path.");

    /// <summary>What of an address that was refused may be shown: not what could be a secret.</summary>
    private static string Printable(string address)
    {
        var query = address.IndexOf('?', StringComparison.Ordinal);
        var text = query < 0 ? address : address[..query] + "?…";
        var scheme = text.IndexOf("://", StringComparison.Ordinal) + 3;
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return ListedItem.Shorten(at > scheme ? $"{text[..scheme]}…{text[at..]}" : text);
    }
}
