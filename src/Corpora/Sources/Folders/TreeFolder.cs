using System.IO.Enumeration;

namespace UniBind.Grid.Corpora;

/// <summary>One open folder: its sorted entries and how far the walk has come.</summary>
internal sealed class TreeFolder
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false, RecurseSubdirectories = false };

    private readonly List<TreeEntry> _entries;
    private int _next;

    private TreeFolder(string name, string realPath, bool viaLink, List<TreeEntry> entries)
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

    public TreeEntry Current { get; private set; }

    public bool IsJobOutput => _entries.Exists(e => e.Name == JobFolder.HeaderName);

    public bool MoveNext()
    {
        if (_next >= _entries.Count)
            return false;
        Current = _entries[_next++];
        return true;
    }

    public static (TreeFolder? Folder, string? Failure) Open(string name, string realPath, bool viaLink)
    {
        try
        {
            var found = new FileSystemEnumerable<TreeEntry>(realPath, static (ref FileSystemEntry e) =>
            {
                var isLink = (e.Attributes & FileAttributes.ReparsePoint) != 0;
                return new TreeEntry(e.FileName.ToString(), e.IsDirectory, isLink);
            }, Everything)
            {
                ShouldIncludePredicate = static (ref FileSystemEntry e) => !e.FileName.StartsWith('.') && !e.IsHidden,
            };
            var entries = new List<TreeEntry>(found);
            entries.Sort(static (a, b) => CompareNames(a, b));
            return (new TreeFolder(name, realPath, viaLink, entries), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            MachineFaults.Refuse(e, name);
            return (null, e.Message);
        }
    }

    /// <summary>A folder sorts as if its name ended with a slash, so that the walk's order is that of the whole relative names.</summary>
    private static int CompareNames(in TreeEntry a, in TreeEntry b)
    {
        var common = Math.Min(a.Name.Length, b.Name.Length);
        var order = string.CompareOrdinal(a.Name, 0, b.Name, 0, common);
        return order != 0 ? order : After(a, common) - After(b, common);
    }

    private static int After(in TreeEntry entry, int index) =>
        index < entry.Name.Length ? entry.Name[index] : entry.IsFolder ? '/' : -1;
}
