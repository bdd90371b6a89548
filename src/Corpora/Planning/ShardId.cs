using System.Globalization;

namespace UniBind.Grid.Corpora;

/// <summary>The ids of shards: page and number in the page, <c>00012-0003</c>; both grow beyond their digits where they must.</summary>
public static class ShardId
{
    /// <summary>The id of the <paramref name="number"/>-th shard of a page.</summary>
    public static string Of(int page, int number) => string.Create(CultureInfo.InvariantCulture, $"{page:D5}-{number:D4}");

    /// <summary>The page of a shard.</summary>
    /// <exception cref="ArgumentException">The text is no shard id; an id goes into file names and is therefore never taken on trust.</exception>
    public static int Page(string shard) => Parse(shard).Page;

    /// <summary>Page and number of a shard, which order shards as the plan does.</summary>
    /// <exception cref="ArgumentException">The text is no shard id.</exception>
    public static (int Page, int Number) Parse(string shard)
    {
        ArgumentNullException.ThrowIfNull(shard);
        var dash = shard.IndexOf('-');
        return dash >= 5 && shard.Length - dash > 4
            && int.TryParse(shard.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var page)
            && int.TryParse(shard.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? (page, number)
                : throw new ArgumentException($"'{shard}' is no shard id; one looks like 00012-0003.", nameof(shard));
    }
}
