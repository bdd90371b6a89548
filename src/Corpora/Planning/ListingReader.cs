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
        var key = JobKeys.ListingPage(page);
        var stream = await folder.Store.OpenAsync(key, ct).ConfigureAwait(false)
            ?? throw new CorpusException($"Page {page} of the listing in '{folder.Root}' is not frozen yet.") { Fault = CorpusFault.Missing };
        await using (stream.ConfigureAwait(false))
        {
            try
            {
                return Read(stream, ct);
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
            {
                throw new CorpusException($"The listing page '{folder.Store.AddressOf(key)}' is damaged: {e.Message}", e);
            }
        }
    }

    private static (long FirstOrdinal, IReadOnlyList<ListedItem> Rows) Read(Stream stream, CancellationToken ct)
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
