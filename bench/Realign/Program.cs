using System.Globalization;
using UniBind.Grid;
using UniBind.Grid.Alignment;
using UniBind.Grid.Bench;
using UniBind.Grid.Corpora;
using UniBind.Grid.Encoding;
using UniBind.Grid.Samples;
using UniBind.Grid.Testing;

// Usage: Realign [lab|classic] [--items N] [--rows N] [--rounds N] [--modality M] [--search N]
// For each modality: embeds N real items (speed of embedding), repeats their raw embeddings with a little noise to a job of many rows, then realigns that
// job, in turns with a plain Parquet read -> product -> Parquet write loop over the same parts with as many threads. With --search the same rows are
// searched so many times, too.
var pack = args.FirstOrDefault() is "classic" ? "classic" : "lab";
var items = Option("--items", 100);
var rows = Option("--rows", 20_000);
var rounds = Option("--rounds", 5);
var searches = Option("--search", 0);
var only = Array.IndexOf(args, "--modality") is var at && at >= 0 ? args[at + 1] : null;
var root = Directory.CreateTempSubdirectory("unibind-bench-").FullName;
try
{
    var packFolder = pack == "lab" ? LabPack.Build(Path.Combine(root, "pack")) : ClassicPack.Folder;
    var loaded = EncoderPack.Load(packFolder);
    var corpus = Path.Combine(root, "corpus");
    var videos = Path.Combine(root, "videos");
    if (pack == "lab")
        LabCorpus.Build(corpus, items);
    else
        await SampleCorpus.WriteAsync(corpus, new SampleOptions { PerClass = items / 10 });
    // The lab has no videos; the sample corpus draws some, as animated GIFs.
    await SampleCorpus.WriteAsync(videos, new SampleOptions { PerClass = Math.Max(1, items / 10), Modalities = [Modality.Video] });

    var spaces = new BenchSpaces(Path.Combine(root, "spaces"), loaded);
    await spaces.PublishAsync();
    await spaces.PublishAsync();
    using var before = spaces.Open(1);
    using var after = spaces.Open(2);
    await using var grid = await GridRun.StartAsync(packFolder, Path.Combine(root, "spaces"), spaces);
    Console.WriteLine($"pack {pack}, {rows:N0} rows a modality, {rounds} interleaved rounds, medians; {Environment.ProcessorCount} processors, .NET {Environment.Version}");
    Console.WriteLine("| modality | embed items/s | realign rows/s | times embedding | plain rows/s | ratio, first shard to last (spread) | ratio, submit to end (spread) |");
    Console.WriteLine("| --- | ---: | ---: | ---: | ---: | --- | --- |");
    var run = 0;
    var searched = new List<string>();
    foreach (var modality in Modalities.All)
    {
        if (only is not null && modality.Name() != only || !loaded.Encoders.TryGetValue(modality, out var encoder))
            continue;
        var embedSpec = new JobSpec { Source = modality == Modality.Video ? videos : corpus, Output = Output(), Space = "bench@1", Modalities = [modality] };
        await grid.RunAsync(embedSpec, modality);
        embedSpec = embedSpec with { Output = Output() };
        var (embedSeconds, _) = await grid.RunAsync(embedSpec, modality);
        var real = new List<(OutputRow, float[])>();
        await foreach (var shard in (await RawReader.OpenAsync(embedSpec.Output)).ReadAsync())
            real.AddRange(shard.Rows.Select((r, i) => (r, shard.RawOf(i).ToArray())));
        var embedRate = real.Count / embedSeconds;

        var synthetic = Output();
        var dimension = encoder.Manifest.Output.Dimension;
        await SyntheticOutput.WriteAsync(synthetic, SpaceProjection.Create(before, modality, encoder.Sha256, dimension), real, rows, before);
        var projection = SpaceProjection.Create(after, modality, encoder.Sha256, dimension);
        var (plain, steady, whole) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = -1; round < rounds; round++)
        {
            var loop = PlainLoop.Run(synthetic, Output(), projection, after, Environment.ProcessorCount).TotalSeconds;
            var (first, all) = await grid.RunAsync(new JobSpec { Source = synthetic, RealignFrom = synthetic, Output = Output(), Space = "bench@2" }, modality);
            if (round < 0)
                continue;
            plain.Add(loop);
            steady.Add(first);
            whole.Add(all);
        }
        Console.WriteLine(FormattableString.Invariant(
            $"| {modality.Name()} | {embedRate:N0} | {rows / Median(steady):N0} | {rows / Median(steady) / embedRate:N0} | {rows / Median(plain):N0} | {Ratios(plain, steady)} | {Ratios(plain, whole)} |"));
        if (searches > 0)
        {
            await grid.SearchAsync(synthetic);
            var rates = new List<double>();
            for (var i = 0; i < searches; i++)
                rates.Add(await grid.SearchAsync(synthetic));
            searched.Add(FormattableString.Invariant($"search over {rows:N0} {modality.Name()} rows, {searches} times: {Median(rates):N0} rows/s ({rates.Min():N0}-{rates.Max():N0})"));
        }
        foreach (var folder in Directory.GetDirectories(root, "out-*"))
            Directory.Delete(folder, recursive: true);
    }
    searched.ForEach(Console.WriteLine);

    string Output() => Path.Combine(root, $"out-{run++}");
}
finally
{
    Directory.Delete(root, recursive: true);
}

static string Ratios(List<double> plain, List<double> grid)
{
    var ratios = plain.Zip(grid, (p, g) => p / g).Order().ToArray();
    return FormattableString.Invariant($"{Median(ratios):0.00} ({ratios[0]:0.00}-{ratios[^1]:0.00})");
}

static double Median(IEnumerable<double> values)
{
    var sorted = values.Order().ToArray();
    return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
}

int Option(string name, int fallback) =>
    Array.IndexOf(args, name) is var i && i >= 0 ? int.Parse(args[i + 1], CultureInfo.InvariantCulture) : fallback;
