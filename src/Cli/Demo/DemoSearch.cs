using UniBind.Grid.Alignment;

namespace UniBind.Grid.Cli;

/// <summary>The demo's question: this sound, find the pictures.</summary>
/// <param name="session">The grid.</param>
/// <param name="folder">The demo's files.</param>
internal sealed class DemoSearch(GridSession session, DemoFolder folder)
{
    private const string Digit = "3";
    private const int Top = 5;

    /// <summary>The file of a test item, as a path that can be read.</summary>
    public string FileOf(Modality modality, IEnumerable<EvaluationItem> test) =>
        Path.Combine(folder.Corpus, test.Where(i => i.Modality == modality && i.Labels.Contains(Digit)).Min(i => i.Uri)!);

    /// <summary>Searches the pictures for a sound that no head was trained on.</summary>
    public Task<SearchReply> RunAsync(string sound, CancellationToken cancellationToken) => session.Client.Search.SearchAsync(
        new SearchRequest
        {
            Folders = [folder.Aligned],
            Query = MediaQueries.Read(sound, Modality.Audio, "take a smaller one."),
            Modalities = [Modality.Image],
            Top = Top,
        },
        cancellationToken);

    /// <summary>Prints what was found.</summary>
    public static void Print(string sound, SearchReply reply, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine(FormattableString.Invariant($"This sound, find the pictures: {DemoFolder.Shown(sound)} (digit {Digit}, test split), the nearest of {reply.Rows:N0} pictures"));
        foreach (var hit in reply.Hits)
            output.WriteLine(FormattableString.Invariant($"  {hit.Score,6:0.000}  digit {string.Join(';', hit.Labels)}  {hit.Uri}"));
    }
}
