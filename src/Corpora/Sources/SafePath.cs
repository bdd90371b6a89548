namespace UniBind.Grid.Corpora;

/// <summary>Resolves names below a root so that neither <c>..</c> nor a symbolic link leads out of it.</summary>
/// <remarks>
/// Checked when an item is listed and again when it is opened. A link swapped between that check and the read is not caught: who can
/// write into the corpus while a job reads it can as well write the bytes.
/// </remarks>
public static class SafePath
{
    private const int MostLinks = 40;

    /// <summary>The path with every symbolic link resolved; null when a part of it does not exist or links go in circles.</summary>
    public static string? Real(string path)
    {
        var full = Path.GetFullPath(path);
        var root = Path.GetPathRoot(full)!;
        return Real(root, full[root.Length..]);
    }

    /// <summary>True when <paramref name="path"/> is <paramref name="root"/> or lies below it; both are real paths.</summary>
    public static bool IsWithin(string root, string path) =>
        path.StartsWith(root, StringComparison.Ordinal)
        && (path.Length == root.Length || root[^1] == Path.DirectorySeparatorChar || path[root.Length] == Path.DirectorySeparatorChar);

    /// <summary>True when a name stays below whatever folder it is put in, by its text alone.</summary>
    /// <param name="name">The name, with <c>/</c>.</param>
    /// <param name="foreign">True for names of other systems (archives), where <c>\</c> and drive letters count on every platform.</param>
    public static bool IsRelative(string name, bool foreign = false)
    {
        var windows = foreign || OperatingSystem.IsWindows();
        if (name.Length == 0 || name[0] == '/' || name.Contains('\0'))
            return false;
        if (windows && (name[0] == '\\' || (name.Length > 1 && name[1] == ':' && char.IsAsciiLetter(name[0]))))
            return false;
        foreach (var part in name.AsSpan().SplitAny(windows ? "/\\" : "/"))
            if (name.AsSpan()[part] is "..")
                return false;
        return true;
    }

    /// <summary>The real path of a file below a real root.</summary>
    /// <exception cref="ItemException">Stage read: it leaves the root (<c>escapes-root</c>) or does not exist (<c>unreadable</c>).</exception>
    public static string Resolve(string realRoot, string relative)
    {
        if (!IsRelative(relative))
            throw Escape(relative);
        var real = Real(realRoot, relative)
            ?? throw new ItemException(ItemStage.Read, ItemErrorCodes.Unreadable, $"'{relative}' does not exist.");
        return IsWithin(realRoot, real) ? real : throw Escape(relative);
    }

    /// <summary>Follows <paramref name="rest"/> from a real folder, name by name.</summary>
    private static string? Real(string folder, string rest)
    {
        var pending = new Stack<string>();
        Push(pending, rest);
        var links = 0;
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
            var info = new FileInfo(next);
            if (info.LinkTarget is not { } target)
            {
                if (!info.Exists && !Directory.Exists(next))
                    return null;
                folder = next;
                continue;
            }
            if (++links > MostLinks)
                return null;
            if (Path.IsPathRooted(target))
                folder = Path.GetPathRoot(target)!;
            Push(pending, target);
        }
        return folder;
    }

    private static void Push(Stack<string> pending, string path)
    {
        var parts = path.Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        for (var i = parts.Length - 1; i >= 0; i--)
            if (i > 0 || !OperatingSystem.IsWindows() || !Path.IsPathRooted(path) || !parts[i].EndsWith(':'))
                pending.Push(parts[i]);
    }

    private static readonly char[] Separators = OperatingSystem.IsWindows() ? ['/', '\\'] : ['/'];

    private static ItemException Escape(string name) =>
        new(ItemStage.Read, ItemErrorCodes.Escapes, $"'{name}' leads out of the source's folder.");
}
