using System.Text;

namespace UniBind.Grid.Corpora.Tests;

/// <summary>Short ways to list and read a source.</summary>
internal static class Listing
{
    public static async Task<List<ListedItem>> ListAllAsync(this ICorpusSource source)
    {
        var items = new List<ListedItem>();
        await foreach (var item in source.ListAsync(TestContext.Current.CancellationToken))
            items.Add(item);
        return items;
    }

    public static async Task<List<ListedItem>> ListAsync(string source, CorpusSourceOptions? options = null) =>
        await CorpusSources.Open(source, options).ListAllAsync();

    public static string[] Ids(this IEnumerable<ListedItem> listed) => [.. listed.Where(l => l.Item is not null).Select(l => l.Item!.Id)];

    public static CorpusItem Single(this IEnumerable<ListedItem> listed, string id) => listed.Single(l => l.Item?.Id == id).Item!;

    public static DeadLetter Problem(this IEnumerable<ListedItem> listed) => listed.Single(l => l.Problem is not null).Problem!;

    public static string ReadText(this ICorpusSource source, CorpusItem item)
    {
        using var content = source.Open(item);
        return Encoding.UTF8.GetString(content.ReadBytes(1 << 30).Span);
    }

    public static ItemException OpenFails(this ICorpusSource source, CorpusItem item) =>
        Assert.Throws<ItemException>(() => source.Open(item).Dispose());
}
