using System.Runtime.CompilerServices;

namespace UniBind.Grid.Corpora;

/// <summary>What one file of a folder is to the listing: an item, the lines of a .jsonl file, or the entries of a tar.</summary>
internal sealed class FileExpander(string realRoot, CorpusSourceOptions options)
{
    /// <param name="file">The file.</param>
    /// <param name="ct">Ends the listing.</param>
    /// <param name="copy">Where the lines of a .jsonl file are to be read, if not there.</param>
    public async IAsyncEnumerable<ListedItem> ExpandAsync(FoundFile file, [EnumeratorCancellation] CancellationToken ct, string? copy = null)
    {
        if (file.Length > 0 && TarArchive.IsArchive(file.Name))
        {
            foreach (var entry in new TarArchive(file, options).List(ct))
                yield return entry;
        }
        else if (file.Length > 0 && file.Name.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase))
        {
            await foreach (var line in LinesAsync(file, copy ?? file.RealPath, ct).ConfigureAwait(false))
                yield return line;
        }
        else
        {
            yield return ListedItem.Of(new CorpusItem
            {
                Id = file.Name,
                Uri = new ItemAddress(file.Name).ToString(),
                Bytes = file.Length,
                Version = file.Version,
            });
        }
    }

    private async IAsyncEnumerable<ListedItem> LinesAsync(FoundFile file, string path, [EnumeratorCancellation] CancellationToken ct)
    {
        var items = new ManifestItems(realRoot, file, options);
        long good = 0, bad = 0;
        var rows = new JsonLinesReader().ReadAsync(path, options, ct).GetAsyncEnumerator(ct);
        await using (rows.ConfigureAwait(false))
        {
            while (true)
            {
                ListedItem? failure = null;
                try
                {
                    if (!await rows.MoveNextAsync().ConfigureAwait(false))
                        yield break;
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    MachineFaults.Refuse(e, file.Name);
                    failure = Failed(file, ItemErrorCodes.Unreadable, $"The file cannot be read: {e.Message}");
                }
                if (failure is not null)
                {
                    yield return failure.Value;
                    yield break;
                }
                var row = rows.Current;

                // Only a manifest may name files: a text file of the corpus itself is content, and content refers to nothing.
                if (row.Problem is null && row.Record.Text is null)
                    row = row with { Problem = "It has no text; to list files, name it manifest.jsonl or give it as the source." };
                yield return items.ToItem(row with { Record = row.Record with { Uri = null } });
                if (row.Problem is null)
                    good++;
                else if (++bad >= options.MaxBadRows && bad > good)
                {
                    yield return Failed(file, ItemErrorCodes.Corrupt, $"{bad:N0} of its first {bad + good:N0} lines cannot be read; the rest was given up.");
                    yield break;
                }
            }
        }
    }

    private static ListedItem Failed(in FoundFile file, string code, string message) =>
        ListedItem.Failed(file.Name, new ItemAddress(file.Name).ToString(), code, message);
}
