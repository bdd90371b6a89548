using System.IO.Enumeration;

namespace UniBind.Grid.Corpora;

/// <summary>
/// Walks a folder in the ordinal order of the relative names. Hidden files and folders and the output folders of jobs are passed over.
/// Links inside the root are followed: to files always, to folders unless that would go in circles or from one linked folder into another.
/// </summary>
/// <remarks>Holds the names of the open folders (the current one and those above it), nothing else.</remarks>
internal sealed class FileTree(string realRoot)
{
    /// <summary>What the walk came upon: a file, or a problem with an entry.</summary>
    public readonly record struct Found(FoundFile File, ListedItem? Problem);

    public IEnumerable<Found> Walk(CancellationToken ct)
    {
        var open = new Stack<Folder>();
        var (root, failure) = Folder.Open("", realRoot, viaLink: false);
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

    private ListedItem? Enter(Folder parent, string name, in Entry entry, Stack<Folder> open)
    {
        try
        {
            return EnterCore(parent, name, entry, open);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Failed(name, ItemErrorCodes.Unreadable, $"The folder cannot be read: {e.Message}");
        }
    }

    private ListedItem? EnterCore(Folder parent, string name, in Entry entry, Stack<Folder> open)
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
        var (folder, failure) = Folder.Open(name + "/", path, parent.ViaLink || entry.IsLink);
        if (folder is null)
            return Failed(name, ItemErrorCodes.Unreadable, $"The folder cannot be read: {failure}");
        if (!folder.IsJobOutput)
            open.Push(folder);
        return null;
    }

    private Found Visit(Folder parent, string name, in Entry entry)
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
            return new(default, Failed(name, ItemErrorCodes.Unreadable, $"The file cannot be read: {e.Message}"));
        }
    }

    private static ListedItem Failed(string name, string code, string message) =>
        ListedItem.Failed(name, new ItemAddress(name).ToString(), code, message);

    private readonly record struct Entry(string Name, bool IsFolder, bool IsLink);

    /// <summary>One open folder: its sorted entries and how far the walk has come.</summary>
    private sealed class Folder
    {
        private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false, RecurseSubdirectories = false };

        private readonly List<Entry> _entries;
        private int _next;

        private Folder(string name, string realPath, bool viaLink, List<Entry> entries)
        {
            Name = name;
            RealPath = realPath;
            ViaLink = viaLink;
            _entries = entries;
        }

        /// <summary>The relative name with a final slash; empty for the root.</summary>
        public string Name { get; }

        public string RealPath { get; }

        public bool ViaLink { get; }

        public Entry Current { get; private set; }

        public bool IsJobOutput => _entries.Exists(e => e.Name == JobFolder.HeaderName);

        public bool MoveNext()
        {
            if (_next >= _entries.Count)
                return false;
            Current = _entries[_next++];
            return true;
        }

        public static (Folder? Folder, string? Failure) Open(string name, string realPath, bool viaLink)
        {
            try
            {
                var found = new FileSystemEnumerable<Entry>(realPath, static (ref FileSystemEntry e) =>
                {
                    var isLink = (e.Attributes & FileAttributes.ReparsePoint) != 0;
                    return new Entry(e.FileName.ToString(), e.IsDirectory, isLink);
                }, Everything)
                {
                    ShouldIncludePredicate = static (ref FileSystemEntry e) => !e.FileName.StartsWith('.') && !e.IsHidden,
                };
                var entries = new List<Entry>(found);
                entries.Sort(static (a, b) => CompareNames(a, b));
                return (new Folder(name, realPath, viaLink, entries), null);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return (null, e.Message);
            }
        }

        /// <summary>A folder sorts as if its name ended with a slash, so that the walk's order is that of the whole relative names.</summary>
        private static int CompareNames(in Entry a, in Entry b)
        {
            var common = Math.Min(a.Name.Length, b.Name.Length);
            var order = string.CompareOrdinal(a.Name, 0, b.Name, 0, common);
            return order != 0 ? order : After(a, common) - After(b, common);
        }

        private static int After(in Entry entry, int index) =>
            index < entry.Name.Length ? entry.Name[index] : entry.IsFolder ? '/' : -1;
    }
}
