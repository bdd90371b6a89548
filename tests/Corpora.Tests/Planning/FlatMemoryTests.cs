using System.Diagnostics;
using System.Globalization;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Corpora.Tests;

/// <summary>A listing of any length is frozen and planned with the memory of one page.</summary>
[Collection(nameof(FlatMemoryTests))]
[CollectionDefinition(nameof(FlatMemoryTests), DisableParallelization = true)]
public sealed class FlatMemoryTests
{
    private const long MaxGrowth = 32L << 20;

    [Fact]
    public async Task WriteAndPlan_MillionsOfItems_HeapDoesNotGrow()
    {
        // UNIBIND_PLAN_ITEMS=10000000 for the long run.
        var items = long.Parse(Environment.GetEnvironmentVariable("UNIBIND_PLAN_ITEMS") ?? "700000", CultureInfo.InvariantCulture);
        using var temp = new TempFolder();
        var folder = new JobFolder(temp.Path);
        var source = new GeneratedSource(items);
        var heaps = new List<long>();
        long planned = 0;
        TimeSpan planning = default;
        var watch = Stopwatch.StartNew();
        await foreach (var page in ListingWriter.WriteAsync(source, folder, new ListingOptions(), TestContext.Current.CancellationToken))
        {
            var started = watch.Elapsed;
            var plan = await PagePlanner.PlanAsync(folder, page.Index, source, GeneratedSource.Probe, new PlanOptions(), TestContext.Current.CancellationToken);
            planned += plan.Shards.Sum(s => s.Items);
            planning += watch.Elapsed - started;
            heaps.Add(GC.GetTotalMemory(forceFullCollection: true));

            // The disk is not what is measured here.
            Directory.Delete(folder.PlannedPage(page.Index), recursive: true);
        }
        var tenth = Math.Max(1, heaps.Count / 10);
        var growth = (long)(heaps.TakeLast(tenth).Average() - heaps.Take(tenth).Average());
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{items:N0} items: listing {items / (watch.Elapsed - planning).TotalSeconds:N0} rows/s, planning {items / planning.TotalSeconds:N0} rows/s, heap {heaps[0] >> 20} -> {heaps[^1] >> 20} MB"));

        Assert.Equal(items, planned);
        Assert.True(growth < MaxGrowth, $"the heap grew by {growth >> 20} MB");
    }
}
