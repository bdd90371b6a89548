namespace UniBind.Grid.Corpora;

/// <summary>
/// Walks a folder in the ordinal order of the relative names. Hidden files and folders and the output folders of jobs are passed over.
/// Links inside the root are followed: to files always, to folders unless that would go in circles or from one linked folder into another.
/// </summary>
/// <remarks>Holds the names of the open folders (the current one and those above it), nothing else.</remarks>
internal sealed class FileTree(string realRoot)
{
    public IEnumerable<TreeFind> Walk(CancellationToken ct)
    {
        var open = new Stack<TreeFolder>();
        var (root, failure) = TreeFolder.Open("", realRoot, viaLink: false);
        if (root is null)
            throw new CorpusException($"The folder '{realRoot}' cannot be read: {failure}");
        open.Push(root);
        while (open.TryPeek(out var folder))
        {
            ct.ThrowIfCancellationRequested();
            if (!folder.MoveNext())
            {
                open.Pop();
                continue;
            }
            var entry = folder.Current;
            var name = folder.Name + entry.Name;
            if (entry.IsFolder)
            {
                if (Enter(folder, name, entry, open) is { } problem)
                    yield return new(default, problem);
            }
            else
            {
                yield return Visit(folder, name, entry);
            }
        }
    }

    private ListedItem? Enter(TreeFolder parent, string name, in TreeEntry entry, Stack<TreeFolder> open)
    {
        try
        {
            return EnterCore(parent, name, entry, open);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            MachineFaults.Refuse(e, name);
            return Failed(name, ItemErrorCodes.Unreadable, $"The folder cannot be read: {e.Message}");
        }
    }

    private ListedItem? EnterCore(TreeFolder parent, string name, in TreeEntry entry, Stack<TreeFolder> open)
    {
        var path = Path.Combine(parent.RealPath, entry.Name);
        if (entry.IsLink)
        {
            if (SafePath.Real(path) is not { } real)
                return Failed(name, ItemErrorCodes.Unreadable, "The link leads nowhere.");
            if (!SafePath.IsWithin(realRoot, real))
                return Failed(name, ItemErrorCodes.Escapes, "The link leads out of the source's folder.");
            if (SafePath.IsWithin(real, parent.RealPath))
                return Failed(name, ItemErrorCodes.Forbidden, "The link leads to a folder that holds it.");
            if (parent.ViaLink)
                return Failed(name, ItemErrorCodes.Forbidden, "A link inside a linked folder is not followed.");
            path = real;
        }
        var (folder, failure) = TreeFolder.Open(name + "/", path, parent.ViaLink || entry.IsLink);
        if (folder is null)
            return Failed(name, ItemErrorCodes.Unreadable, $"The folder cannot be read: {failure}");
        if (!folder.IsJobOutput)
            open.Push(folder);
        return null;
    }

    private TreeFind Visit(TreeFolder parent, string name, in TreeEntry entry)
    {
        try
        {
            var path = Path.Combine(parent.RealPath, entry.Name);
            if (entry.IsLink)
            {
                if (SafePath.Real(path) is not { } real)
                    return new(default, Failed(name, ItemErrorCodes.Unreadable, "The link leads nowhere."));
                if (!SafePath.IsWithin(realRoot, real))
                    return new(default, Failed(name, ItemErrorCodes.Escapes, "The link leads out of the source's folder."));
                path = real;
            }
            var file = new FileInfo(path);
            return file.Exists
                ? new(new FoundFile(name, path, file.Length, FileVersion.Of(file)), null)
                : new(default, Failed(name, ItemErrorCodes.Unreadable, "The file cannot be found under its name."));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            MachineFaults.Refuse(e, name);
            return new(default, Failed(name, ItemErrorCodes.Unreadable, $"The file cannot be read: {e.Message}"));
        }
    }

    private static ListedItem Failed(string name, string code, string message) =>
        ListedItem.Failed(name, new ItemAddress(name).ToString(), code, message);
}
