using System.Globalization;
using UniBind.Grid;
using UniBind.Grid.Bench;
using UniBind.Grid.Corpora;
using UniBind.Grid.Encoding;
using UniBind.Grid.Samples;
using UniBind.Grid.Testing;

// Usage: Throughput classic|lab [--items N] [--rounds N] [--modality M]
// Prints a table for docs/results.md: the grid against a bare decode+Run loop over the same items, interleaved in one process.
var pack = args.FirstOrDefault() ?? "classic";
var items = Option("--items", pack == "lab" ? 200 : 500);
var rounds = Option("--rounds", 5);
var only = Array.IndexOf(args, "--modality") is var at && at >= 0 ? args[at + 1] : null;
var root = Directory.CreateTempSubdirectory("unibind-bench-").FullName;
try
{
    var packFolder = pack == "lab" ? LabPack.Build(Path.Combine(root, "pack")) : ClassicPack.Folder;
    var corpus = Path.Combine(root, "corpus");
    if (pack == "lab")
        LabCorpus.Build(corpus, items);
    else
        await SampleCorpus.WriteAsync(corpus, new SampleOptions { PerClass = items / 10 });
    var loaded = EncoderPack.Load(packFolder);
    var source = CorpusSources.Open(corpus);
    var byModality = new SortedDictionary<Modality, List<CorpusItem>>();
    await foreach (var listed in source.ListAsync(default))
    {
        if (listed.Item is { Modality: { } modality } item)
            (byModality.TryGetValue(modality, out var list) ? list : byModality[modality] = []).Add(item);
    }

    await using var grid = await GridRun.StartAsync(packFolder);
    Console.WriteLine($"pack {pack}, {rounds} interleaved rounds, medians; {Environment.ProcessorCount} processors, .NET {Environment.Version}");
    Console.WriteLine("| modality | items | bare items/s | its layout | ms an item | grid items/s | ratio (spread) | grid's own cost, us an item | bottleneck |");
    Console.WriteLine("| --- | ---: | ---: | --- | ---: | ---: | --- | ---: | --- |");
    foreach (var (modality, list) in byModality)
    {
        if (only is not null && modality.Name() != only || !loaded.Encoders.TryGetValue(modality, out var encoder))
            continue;
        var comparison = new Comparison(encoder, source, list, grid, corpus, root);
        Console.WriteLine(await comparison.RunAsync(rounds));
    }
}
finally
{
    Directory.Delete(root, recursive: true);
}

int Option(string name, int fallback) =>
    Array.IndexOf(args, name) is var i && i >= 0 ? int.Parse(args[i + 1], CultureInfo.InvariantCulture) : fallback;
