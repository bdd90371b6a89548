using System.Globalization;
using System.Text.RegularExpressions;

namespace UniBind.Grid.Bench.Chaos;

/// <summary>
/// How much was begun more than once, from what the encoder silos log when an attempt starts to encode. An attempt that was killed counts
/// with all of its items, so this is an upper bound.
/// </summary>
internal static partial class Redone
{
    /// <summary>Items begun beyond the first time, as a fraction of the items begun at least once; null when no log tells of attempts.</summary>
    public static double? Of(string logs)
    {
        var first = new Dictionary<string, long>();
        var all = 0L;
        foreach (var line in Directory.EnumerateFiles(logs, "encoder-*.log").SelectMany(File.ReadLines))
        {
            if (Begins().Match(line) is not { Success: true } match)
                continue;
            var items = long.Parse(match.Groups["items"].ValueSpan, CultureInfo.InvariantCulture);
            first.TryAdd(match.Groups["shard"].Value, items);
            all += items;
        }
        var needed = first.Values.Sum();
        return needed == 0 ? null : (double)(all - needed) / needed;
    }

    [GeneratedRegex(@"Shard (?<shard>\S+), attempt \d+ of run \d+, begins with (?<items>\d+) items")]
    private static partial Regex Begins();
}
