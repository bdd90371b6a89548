using System.Diagnostics;
using UniBind.Grid.Corpora.Tests;

namespace UniBind.Grid.Corpora.Bench;

/// <summary>
/// Freezing and planning a generated listing of short texts, with the heap after each tenth, against enumerating the source; with the contents hashed
/// and compared, and without.
/// </summary>
internal static class PlanBench
{
    private const int TextBytes = 120;

    public static async Task RunAsync(long items)
    {
        await RunAsync(items, compare: false);
        await RunAsync(items, compare: true);
    }

    private static async Task RunAsync(long items, bool compare)
    {
        var root = Directory.CreateTempSubdirectory("unibind-bench-").FullName;
        try
        {
            var source = new GeneratedSource(items) { Content = Text };
            var watch = Stopwatch.StartNew();
            long characters = 0;
            await foreach (var listed in source.ListAsync())
                characters += listed.Item!.Id.Length;
            var reference = items / watch.Elapsed.TotalSeconds;

            var folder = new JobFolder(root);
            using var links = compare ? new PageLinks(folder, PlanScratch.Of(folder)) : null;
            var heaps = new List<long>();
            TimeSpan planning = default;
            long shards = 0;
            var started = Environment.CpuUsage.TotalTime;
            watch.Restart();
            await foreach (var page in ListingWriter.WriteAsync(source, folder, new ListingOptions()))
            {
                var before = watch.Elapsed;
                shards += (await PagePlanner.PlanAsync(folder, page.Index, source, GeneratedSource.Probe, new PlanOptions(), links: links)).Shards.Count;
                planning += watch.Elapsed - before;
                heaps.Add(GC.GetTotalMemory(forceFullCollection: true));
            }
            var listing = watch.Elapsed - planning;
            Console.WriteLine($"contents {(compare ? "hashed and compared" : "not compared")}: {items:N0} items, {characters:N0} characters of ids; enumerating the source alone: {reference:N0} rows/s");
            Console.WriteLine($"listing  {items / listing.TotalSeconds,9:N0} rows/s ({listing.TotalSeconds:F1} s), {items / listing.TotalSeconds / reference:F2} of the enumeration");
            Console.WriteLine($"planning {items / planning.TotalSeconds,9:N0} rows/s ({planning.TotalSeconds:F1} s), {items / planning.TotalSeconds / reference:F2} of the enumeration, {shards:N0} shards");
            Console.WriteLine($"both     {items / (Environment.CpuUsage.TotalTime - started).TotalSeconds,9:N0} rows a processor second");
            var tenth = Math.Max(1, heaps.Count / 10);
            Console.WriteLine($"heap after a full collection: first tenth {heaps.Take(tenth).Average() / 1e6:F1} MB, last tenth {heaps.TakeLast(tenth).Average() / 1e6:F1} MB");
            Console.WriteLine($"plan on disk: {Size(root) / 1e6:N0} MB");
        }
        finally
        {
            Directory.Delete(root, true);
        }
    }

    /// <summary>A text that repeats now and then.</summary>
    private static ReadOnlyMemory<byte> Text(CorpusItem item)
    {
        var text = new byte[TextBytes];
        System.Text.Encoding.UTF8.GetBytes(item.Id.EndsWith("7.png", StringComparison.Ordinal) ? item.Id[..^6] : item.Id, text);
        return text;
    }

    private static long Size(string folder) => new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length);
}
