using System.Text;

namespace UniBind.Grid.Corpora;

/// <summary>Turns manifest rows into items: finds the file that a row names below the root, or takes the row's text.</summary>
/// <remarks>Not thread-safe: it remembers the folder of the row before, since rows mostly come folder by folder.</remarks>
/// <param name="realRoot">The folder that files are below, where it is one of this machine.</param>
/// <param name="manifest">The manifest.</param>
/// <param name="options">Bounds and choices.</param>
/// <param name="find">Looks at the objects beside the manifest, where it lies in a store.</param>
internal sealed class ManifestItems(string realRoot, FoundFile manifest, CorpusSourceOptions options, Func<string, ObjectInfo?>? find = null)
{
    private const int LongestId = 4_096;
    private string? _folder;
    private string? _realFolder;

    public ListedItem ToItem(in ManifestRow row)
    {
        var place = new ItemAddress(manifest.Name, Row: row.Number).ToString();
        var name = row.Record.Id is { Length: > 0 } given ? given : $"{manifest.Name}#{row.Number}";
        if (row.Problem is not null)
            return ListedItem.Failed(name, place, row.Code, $"Row {row.Number}: {row.Problem}");
        if (name.Length > LongestId)
            return ListedItem.Failed(ListedItem.Shorten(name), place, ItemErrorCodes.TooLarge, $"Row {row.Number}: the id is longer than {LongestId} characters.");
        if (row.Record.Sha256 is { Length: > 0 } sha256 && !ContentHash.IsValid(sha256))
            return ListedItem.Failed(name, place, ItemErrorCodes.Corrupt, $"Row {row.Number}: its sha256 is not 64 hexadecimal digits.");
        if (!string.IsNullOrEmpty(row.Record.Uri))
            return File(row, row.Record.Uri, place);
        return row.Record.Text is null
            ? ListedItem.Failed(name, place, ItemErrorCodes.Corrupt, $"Row {row.Number}: it has neither a uri nor a text.")
            : Text(row, name, place, row.Record.Text);
    }

    private ListedItem Text(in ManifestRow row, string id, string place, string text)
    {
        if (row.Record.Modality is { } modality and not Modality.Text)
            return ListedItem.Failed(id, place, ItemErrorCodes.Corrupt, $"Row {row.Number}: its modality is {modality.Name()}, but it has no uri.");

        // A line can be read again at its place; rows of the other formats cannot, so the listing carries their text.
        var isLine = row.Offset >= 0;
        return ListedItem.Of(new CorpusItem
        {
            Id = id,
            Uri = isLine ? new ItemAddress(manifest.Name, Offset: row.Offset, Length: row.Length).ToString() : place,
            Modality = Modality.Text,
            Labels = row.Record.Labels ?? [],
            Group = row.Record.Group,
            Split = row.Record.Split,
            Sha256 = row.Record.Sha256?.ToLowerInvariant() ?? "",
            Text = isLine ? null : text,
            Bytes = Encoding.UTF8.GetByteCount(text),
            Version = isLine ? manifest.Version : "",
        });
    }

    private ListedItem File(in ManifestRow row, string uri, string place)
    {
        var id = row.Record.Id is { Length: > 0 } given ? given : Normal(uri);
        if (uri.Contains("://", StringComparison.Ordinal))
            return ListedItem.Failed(id, place, ItemErrorCodes.Forbidden, $"Row {row.Number}: '{uri}' is no file; a manifest names files relative to its own folder.");
        try
        {
            if (Look(uri) is not { } file)
                return ListedItem.Failed(id, place, ItemErrorCodes.Unreadable, $"Row {row.Number}: '{uri}' does not exist.");
            return ListedItem.Of(new CorpusItem
            {
                Id = id,
                Uri = new ItemAddress(file.Key).ToString(),
                Modality = row.Record.Modality,
                Labels = row.Record.Labels ?? [],
                Group = row.Record.Group,
                Split = row.Record.Split,
                Sha256 = row.Record.Sha256?.ToLowerInvariant() ?? "",
                Text = row.Record.Text,
                Bytes = file.Length,
                Version = file.Version,
            });
        }
        catch (ItemException e)
        {
            return ListedItem.Failed(id, place, e.Code, $"Row {row.Number}: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            MachineFaults.Refuse(e, uri);
            return ListedItem.Failed(id, place, ItemErrorCodes.Unreadable, $"Row {row.Number}: '{uri}' cannot be read: {e.Message}");
        }
    }

    /// <summary>The file that a row names, under the name that its address has; null when there is none.</summary>
    private ObjectInfo? Look(string uri)
    {
        if (find is not null)
            return SafePath.IsRelative(uri) ? find(Normal(uri)) : throw new ItemException(ItemStage.Read, ItemErrorCodes.Escapes, $"'{uri}' leads out of the manifest's folder.");
        var file = new FileInfo(Find(uri));
        return file.Exists ? new ObjectInfo(Path.IsPathRooted(uri) ? uri : Normal(uri), file.Length, FileVersion.Of(file)) : null;
    }

    private string Find(string uri)
    {
        if (options.AllowAbsolutePaths && Path.IsPathRooted(uri))
            return uri;
        if (!SafePath.IsRelative(uri))
            return SafePath.Resolve(realRoot, uri);
        var slash = uri.LastIndexOf('/');
        var folder = slash < 0 ? "." : uri[..(slash + 1)];
        if (_folder != folder)
        {
            _realFolder = SafePath.Resolve(realRoot, folder);
            _folder = folder;
        }
        var path = Path.Combine(_realFolder!, uri[(slash + 1)..]);
        return new FileInfo(path).LinkTarget is null ? path : SafePath.Resolve(realRoot, uri);
    }

    private static string Normal(string uri)
    {
        var name = OperatingSystem.IsWindows() ? uri.Replace('\\', '/') : uri;
        while (name.StartsWith("./", StringComparison.Ordinal))
            name = name[2..];
        return name;
    }
}
