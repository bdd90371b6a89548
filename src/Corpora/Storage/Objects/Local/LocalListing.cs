using System.Runtime.CompilerServices;

namespace UniBind.Grid.Corpora;

/// <summary>Lists the files below a folder whose keys begin with a prefix, ordered by key. Memory: the entries of the folders on the way to the current one.</summary>
/// <remarks>Temporary files are left out, and folders behind symbolic links are not entered: they could lead in circles.</remarks>
internal sealed class LocalListing(string root, string prefix)
{
    public async IAsyncEnumerable<ObjectInfo> RunAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var found in Walk(prefix[..(prefix.LastIndexOf('/') + 1)]))
        {
            ct.ThrowIfCancellationRequested();
            yield return found;
        }
    }

    private IEnumerable<ObjectInfo> Walk(string folder)
    {
        foreach (var (key, file) in Entries(folder))
        {
            if (file is not null)
            {
                if (Info(key, file) is { } info)
                    yield return info;
                continue;
            }
            foreach (var below in Walk(key))
                yield return below;
        }
    }

    /// <summary>The entries of a folder in the order of their keys; a folder's ends with a slash.</summary>
    private List<(string Key, FileInfo? File)> Entries(string folder)
    {
        var entries = new List<(string Key, FileInfo? File)>();
        var path = folder.Length == 0 ? root : ObjectAddress.Combine(root, ObjectKey.Require(folder.TrimEnd('/')));
        try
        {
            foreach (var entry in new DirectoryInfo(path).EnumerateFileSystemInfos())
            {
                var key = folder + entry.Name;
                if (entry is FileInfo file)
                {
                    if (key.StartsWith(prefix, StringComparison.Ordinal) && !ObjectKey.IsTemporary(entry.Name))
                        entries.Add((key, file));
                }
                else if (entry.LinkTarget is null && Matches(key + "/"))
                {
                    entries.Add((key + "/", null));
                }
            }
        }
        catch (DirectoryNotFoundException)
        {
            return entries;
        }
        catch (Exception e) when (LocalFaults.IsFault(e))
        {
            throw LocalFaults.Translate(e, path, "listed");
        }
        entries.Sort(static (a, b) => string.CompareOrdinal(a.Key, b.Key));
        return entries;
    }

    private bool Matches(string folder) => folder.StartsWith(prefix, StringComparison.Ordinal) || prefix.StartsWith(folder, StringComparison.Ordinal);

    /// <summary>Null for a file that went since its folder was read.</summary>
    private static ObjectInfo? Info(string key, FileInfo file)
    {
        try
        {
            return new ObjectInfo(key, file.Length, FileVersion.Of(file));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
