using System.Runtime.CompilerServices;

namespace UniBind.Grid.Corpora;

/// <summary>The files of a folder and everything below it, without a manifest.</summary>
internal sealed class FolderSource(string realRoot, CorpusSourceOptions options) : ICorpusSource
{
    private readonly LocalContent _content = new(realRoot, options);

    public string Root => realRoot;

    public async IAsyncEnumerable<ListedItem> ListAsync([EnumeratorCancellation] CancellationToken ct = default)
    {
        var expander = new FileExpander(realRoot, options);
        foreach (var found in new FileTree(realRoot).Walk(ct))
        {
            if (found.Problem is { } problem)
            {
                yield return problem;
                continue;
            }
            await foreach (var item in expander.ExpandAsync(found.File, ct).ConfigureAwait(false))
                yield return item;
        }
    }

    public MediaContent Open(CorpusItem item) => _content.Open(item);
}
