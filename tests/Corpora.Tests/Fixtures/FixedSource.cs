using System.Runtime.CompilerServices;
using System.Text;

namespace UniBind.Grid.Corpora.Tests;

/// <summary>A source of given rows; the content of an item is its id.</summary>
internal sealed class FixedSource(IReadOnlyList<ListedItem> rows) : ICorpusSource
{
    public string Root => "/fixed";

    public async IAsyncEnumerable<ListedItem> ListAsync([EnumeratorCancellation] CancellationToken ct = default)
    {
        foreach (var row in rows)
            yield return row;
        await Task.CompletedTask;
    }

    public MediaContent Open(CorpusItem item) => MediaContent.FromBytes(item.Id, Encoding.UTF8.GetBytes(item.Id));
}
