namespace UniBind.Grid.Silo;

/// <summary>Follows the links in a path whose end need not exist yet.</summary>
internal static class RealPath
{
    private const int MostLinks = 40;

    /// <summary>The path with every symbolic link on it resolved, also a dangling one; what does not exist yet stays as it is written.</summary>
    /// <param name="path">An absolute path without <c>..</c>.</param>
    /// <returns>Null where links go in circles, or lead to where nobody may look.</returns>
    public static string? Of(string path)
    {
        var folder = Path.GetPathRoot(path)!;
        var pending = new Stack<string>();
        Push(pending, path[folder.Length..]);
        var links = 0;
        try
        {
            while (pending.TryPop(out var part))
            {
                if (part == ".")
                    continue;
                if (part == "..")
                {
                    folder = Path.GetDirectoryName(folder) ?? folder;
                    continue;
                }
                var next = Path.Combine(folder, part);
                if (new FileInfo(next).LinkTarget is not { } target)
                {
                    folder = next;
                    continue;
                }
                if (++links > MostLinks)
                    return null;
                if (Path.IsPathRooted(target))
                {
                    folder = Path.GetPathRoot(target)!;
                    target = target[folder.Length..];
                }
                Push(pending, target);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
        return folder;
    }

    private static void Push(Stack<string> pending, string path)
    {
        var parts = path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
        for (var i = parts.Length - 1; i >= 0; i--)
            pending.Push(parts[i]);
    }
}
