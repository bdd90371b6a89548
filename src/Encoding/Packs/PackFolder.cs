using System.Security.Cryptography;

namespace UniBind.Grid.Encoding;

/// <summary>The folder of a pack: finds and checks its files, and lets no path leave it, not through a symbolic link either.</summary>
internal sealed class PackFolder
{
    /// <summary>The most characters of a file's path.</summary>
    public const int MaxPathLength = 512;

    private const int MaxLinks = 40;
    private readonly string _real;

    /// <summary>Opens a folder that exists.</summary>
    public PackFolder(string folder)
    {
        Path = System.IO.Path.GetFullPath(folder);
        _real = RealPath(Path);
    }

    /// <summary>The absolute path, as it was given.</summary>
    public string Path { get; }

    /// <summary>What is wrong with the form of a path, or null: it must be relative, with <c>/</c>, and stay below its start.</summary>
    public static string? Fault(string path)
    {
        if (path.Length > MaxPathLength || path.Contains('\0', StringComparison.Ordinal))
            return "the path is too long or holds a zero character.";
        if (path.Contains('\\', StringComparison.Ordinal) || path.Contains(':', StringComparison.Ordinal))
            return $"the path '{path}' must use '/' and name no drive.";
        if (path.StartsWith('/'))
            return $"the path '{path}' is absolute; give it relative to the pack's folder.";
        return path.Split('/').Any(s => s is "" or "." or "..")
            ? $"the path '{path}' leaves the pack's folder or has an empty part; put the file into the folder."
            : null;
    }

    /// <summary>The absolute path of a file that exists within the folder.</summary>
    /// <param name="path">Its relative path.</param>
    /// <param name="where">Where the path stands in the manifest, for messages.</param>
    /// <exception cref="PackException">The path leaves the folder, or there is no such file.</exception>
    public string Resolve(string path, string where)
    {
        if (Fault(path) is { } fault)
            throw PackException.At(Path, where, fault);
        var full = System.IO.Path.Combine(Path, path.Replace('/', System.IO.Path.DirectorySeparatorChar));
        if (!File.Exists(full))
            throw PackException.At(Path, where, $"the file '{path}' is missing; put it into the pack's folder, or correct the path.");
        var real = RealPath(full);
        return real.StartsWith(_real + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? full
            : throw PackException.At(Path, where, $"the file '{path}' is a link that leaves the pack's folder; copy the file into it.");
    }

    /// <summary>Resolves a file and compares its hash.</summary>
    /// <exception cref="PackException">The file is missing, outside, unreadable or not the one that was meant.</exception>
    public string Verify(PackFile file, string where)
    {
        var full = Resolve(file.Path, where + ".path");
        var actual = Sha256(full, where);
        return actual == file.Sha256
            ? full
            : throw PackException.At(Path, where + ".sha256", $"the file '{file.Path}' has the SHA-256 {actual} and not {file.Sha256}; fetch the file again, or make the pack anew if the change is meant.");
    }

    /// <summary>The SHA-256 of a file, in lower-case hexadecimal digits.</summary>
    /// <exception cref="PackException">The file cannot be read.</exception>
    public string Sha256(string full, string where)
    {
        try
        {
            using var stream = new FileStream(full, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, FileOptions.SequentialScan);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw PackException.At(Path, where, $"the file '{full}' cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The path with every link in it followed, those of the folders included.</summary>
    private static string RealPath(string path)
    {
        var links = 0;
        var rest = new Stack<string>();
        var current = Enter(path, rest);
        while (rest.TryPop(out var part))
        {
            if (part is ".")
                continue;
            if (part is "..")
            {
                current = System.IO.Path.GetDirectoryName(current) ?? current;
                continue;
            }

            var next = System.IO.Path.Combine(current, part);
            if (new FileInfo(next).LinkTarget is not { } target)
                current = next;
            else if (++links > MaxLinks)
                throw new IOException($"'{path}' goes through more than {MaxLinks} links.");
            else if (Enter(target, rest) is { Length: > 0 } root)
                current = root;
        }

        return current;
    }

    /// <summary>Puts the parts of a path before the rest, and gives its root (empty for a relative path).</summary>
    private static string Enter(string path, Stack<string> rest)
    {
        var root = System.IO.Path.GetPathRoot(path) ?? "";
        var parts = path[root.Length..].Split(System.IO.Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        for (var i = parts.Length - 1; i >= 0; i--)
            rest.Push(parts[i]);
        return root;
    }
}
