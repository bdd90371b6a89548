using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Corpora.Tests;

/// <summary>Any corpora with repeated, changed and failing contents, embedded, gone on from, and gone on from again: nothing is lost and nothing is there twice.</summary>
public sealed class IncrementPropertyTests
{
    [Fact]
    public void Run_AnyCorpora_AccountsForEachItemOnceAndCopiesBitByBit() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue - 1).ToArbitrary(),
        seed => Task.Run(() => CheckAsync(seed)).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(5));

    private static async Task<bool> CheckAsync(int seed)
    {
        using var temp = new TempFolder();
        var random = new Random(seed);
        var job = new ContentJob(temp.Path, seed);

        var first = Corpus(random, "a");
        var (one, oneLedger) = await job.RunAsync("one", first);
        await CheckAsync(one, oneLedger, first, null, append: false);

        var second = Change(random, first);
        var (two, twoLedger) = await job.RunAsync("two", second, one);
        await CheckAsync(two, twoLedger, second, one, append: false);

        // The first output is not needed any more.
        Directory.Delete(one.Root, recursive: true);
        var third = Corpus(random, "b").Concat(second.Where(_ => random.Next(6) == 0).Select(i => i with { Label = "new" })).ToArray();
        var (three, threeLedger) = await job.RunAsync("three", third, two, append: true);
        await CheckAsync(three, threeLedger, third, two, append: true);
        return true;
    }

    private static ContentItem[] Corpus(Random random, string prefix)
    {
        var contents = Enumerable.Range(0, random.Next(1, 20)).Select(_ => random.Next(6) switch
        {
            0 => $"bad{random.Next(3)}",
            1 => $"broken{random.Next(3)}",
            2 or 3 => $"i{random.Next(1_000)}",
            _ => $"a{random.Next(1_000)}",
        }).ToArray();
        return [.. Enumerable.Range(0, random.Next(0, 60)).Select(i => new ContentItem($"{prefix}{random.Next(80)}", contents[random.Next(contents.Length)], $"label {i % 3}"))];
    }

    private static ContentItem[] Change(Random random, ContentItem[] items) => [.. items.Select(i => random.Next(5) switch
    {
        0 => i with { Content = $"i{random.Next(1_000)}" },
        1 => i with { Id = $"c{random.Next(80)}" },
        2 => i with { Label = "another" },
        _ => i,
    }).Where(_ => random.Next(8) > 0)];

    private static async Task CheckAsync(JobFolder folder, JobLedger ledger, ContentItem[] items, JobFolder? since, bool append)
    {
        var rows = await ContentJob.RowsAsync(folder);
        var earlier = since is null ? [] : await ContentJob.RowsAsync(since);
        var expected = Expectation.Of(items, earlier, append);
        Assert.Equal(expected.Ledger, (ledger.Input, ledger.Embedded, ledger.Carried, ledger.Duplicate, ledger.DeadLettered));
        Assert.True(ledger.Closed);
        Assert.Equal(expected.Rows.Keys.Order(StringComparer.Ordinal), rows.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(expected.Dead.Order(StringComparer.Ordinal), Errors(folder).Order(StringComparer.Ordinal));
        foreach (var (id, (row, raw)) in rows)
        {
            var (item, carried, original) = expected.Rows[id];
            Assert.Equal((item.Label, ContentJob.Sha256Of(item.Content)), (row.Labels.Single(), row.ContentSha256));
            var source = carried ? earlier[id] : rows[original];
            Assert.Equal(source.Row.Embedding, row.Embedding);
            Assert.Equal(source.Raw, raw);
        }
    }

    private static IEnumerable<string> Errors(JobFolder folder) =>
        File.ReadLines(folder.Errors).Select(l => JsonSerializer.Deserialize<JsonElement>(l).GetProperty("id").GetString()!);

    /// <summary>What must come of a corpus, by going through it item by item.</summary>
    private sealed record Expectation(
        (long Input, long Embedded, long Carried, long Duplicate, long Dead) Ledger, Dictionary<string, (ContentItem Item, bool Carried, string Original)> Rows, List<string> Dead)
    {
        public static Expectation Of(ContentItem[] items, Dictionary<string, (OutputRow Row, float[] Raw)> earlier, bool append)
        {
            var rows = new Dictionary<string, (ContentItem, bool, string)>();
            var dead = new List<string>();
            var listed = new HashSet<string>();
            var live = new List<(ContentItem Item, int Page, bool Carried)>();
            for (var i = 0; i < items.Length; i++)
            {
                if (!listed.Add(items[i].Id) || items[i].Content.StartsWith("broken", StringComparison.Ordinal))
                    dead.Add(items[i].Id);
                else
                    live.Add((items[i], i / ContentJob.PageRows, earlier.TryGetValue(items[i].Id, out var was) && was.Row.ContentSha256 == ContentJob.Sha256Of(items[i].Content)));
            }
            long embedded = 0, carried = 0, duplicate = 0;
            foreach (var group in live.GroupBy(l => l.Item.Content))
            {
                var page = group.First().Page;
                var original = group.Where(l => l.Page == page && l.Carried).Append(group.First()).First().Item.Id;
                foreach (var (item, _, isCarried) in group)
                {
                    if (item.Content.StartsWith("bad", StringComparison.Ordinal))
                    {
                        dead.Add(item.Id);
                        continue;
                    }
                    rows[item.Id] = (item, isCarried, original);
                    (embedded, carried, duplicate) = isCarried ? (embedded, carried + 1, duplicate)
                        : item.Id == original ? (embedded + 1, carried, duplicate)
                        : (embedded, carried, duplicate + 1);
                }
            }
            var unlisted = append ? earlier.Values.Where(e => !listed.Contains(e.Row.Id)).ToArray() : [];
            foreach (var (row, _) in unlisted)
                rows[row.Id] = (new ContentItem(row.Id, row.Uri[(row.Uri.LastIndexOf('#') + 1)..], row.Labels.Single()), true, row.Id);
            return new(((long)items.Length + unlisted.Length, embedded, carried + unlisted.Length, duplicate, dead.Count), rows, dead);
        }
    }
}
