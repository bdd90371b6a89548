using System.Text.Json;

namespace UniBind.Grid.Corpora;

/// <summary>Reads frozen pages back.</summary>
public static class ListingReader
{
    private const int MaxLineBytes = 256 << 20;

    /// <summary>All rows of a page, in order; a page is bounded in rows and bytes when it is written.</summary>
    /// <param name="folder">The job.</param>
    /// <param name="page">The page's number.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <returns>The ordinal of the first row, and the rows.</returns>
    /// <exception cref="CorpusException">The page is not frozen yet, or damaged.</exception>
    public static async Task<(long FirstOrdinal, IReadOnlyList<ListedItem> Rows)> ReadPageAsync(JobFolder folder, int page, CancellationToken ct = default)
    {
        var path = folder.ListingPage(page);
        if (!File.Exists(path))
            throw new CorpusException($"Page {page} of the listing in '{folder.Root}' is not frozen yet.");
        try
        {
            var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0, FileOptions.SequentialScan);
            await using (stream.ConfigureAwait(false))
            {
                var lines = new LineReader(stream, MaxLineBytes);
                if (!lines.Read())
                    throw new JsonException("The page is empty.");
                var first = PageHeader.ReadFirstOrdinal(lines.Line.Span);
                var rows = new List<ListedItem>();
                while (lines.Read())
                {
                    ct.ThrowIfCancellationRequested();
                    rows.Add(RowReader.ReadListed(lines.Line.Span));
                }
                return (first, rows);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new CorpusException($"The listing page '{path}' is damaged: {e.Message}", e);
        }
    }
}
