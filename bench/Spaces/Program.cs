using System.Diagnostics;
using System.Globalization;
using UniBind.Grid;
using UniBind.Grid.Alignment;
using UniBind.Grid.Bench;
using UniBind.Grid.Client;
using UniBind.Grid.Encoding;
using UniBind.Grid.Silo;

// Usage: Spaces [--classes N] [--rows K]
// Publishes a space of many classes on an embedded grid with its SQLite file, and loads it. Centers are recorded, not built: their rows
// are random. The grid is restarted before it publishes, so that every class is read from the file; the reference of the same run is a
// plain copy of the bytes of all rows.
var classes = Option("--classes", 20_000);
var rows = Option("--rows", 5);
var processor = Process.GetCurrentProcess().TotalProcessorTime;
var root = Directory.CreateTempSubdirectory("unibind-bench-").FullName;
try
{
    var pack = EncoderPack.Load(ClassicPack.Folder);
    var space = new ManyClasses(root, classes, rows, pack.Encoders[Modality.Text].Dimension);
    using (var data = DataDirectory.TryOwn(Path.Combine(root, "home"))!)
    {
        await using var grid = await StartAsync(data);
        var clock = Stopwatch.StartNew();
        await space.AddAsync(grid.Client);
        Report("add classes", clock);
        await space.RecordAsync(grid.Client, pack);
        Report("record centers", clock);
    }

    string manifest;
    using (var data = DataDirectory.TryOwn(Path.Combine(root, "home"))!)
    {
        await using var grid = await StartAsync(data);
        var client = new GridClient(grid.Client);
        while ((await client.DescribeWorkersAsync()).Count == 0)
            await Task.Delay(50);
        var clock = Stopwatch.StartNew();
        manifest = (await client.Spaces.PublishAsync(ManyClasses.Name, new PublishRequest())).Manifest;
        Report("publish, cold", clock);
        await client.Spaces.PublishAsync(ManyClasses.Name, new PublishRequest { Parent = 1 });
        Report("publish, warm", clock);
    }
    var blobs = space.Blobs;
    var open = Stopwatch.StartNew();
    using (var opened = Space.Open(blobs, manifest))
    {
        Report($"load ({opened.Centers!.Classes.Count:N0} classes, {opened.Centers.Rows.Rows:N0} rows)", open);
        var touched = 0f;
        for (var r = 0; r < opened.Centers.Rows.Rows; r++)
            touched += opened.Centers.Rows.Row(r)[0];
        Report(FormattableString.Invariant($"first touch of every row ({touched:0.0})"), open);
    }
    var file = blobs.Require(SpaceStore.ReadManifest(blobs, manifest).Centers!);
    var copy = Stopwatch.StartNew();
    File.Copy(file, Path.Combine(root, "copy"));
    Report($"reference: plain copy of the file ({new FileInfo(file).Length / 1e6:N0} MB)", copy);
}
finally
{
    Directory.Delete(root, recursive: true);
}

// Processor time tells more than wall time where other processes are at work.
void Report(string what, Stopwatch clock)
{
    var now = Process.GetCurrentProcess().TotalProcessorTime;
    Console.WriteLine($"{what}: {clock.Elapsed.TotalSeconds:0.00} s, {(now - processor).TotalSeconds:0.00} s of processors");
    processor = now;
    clock.Restart();
}

static Task<EmbeddedGrid> StartAsync(DataDirectory data) =>
    EmbeddedGrid.StartAsync(new EmbeddedGridOptions { Data = data, Encoder = o => o.Packs.Add(ClassicPack.Folder) }, CancellationToken.None);

int Option(string name, int fallback) =>
    Array.IndexOf(args, name) is var i && i >= 0 ? int.Parse(args[i + 1], CultureInfo.InvariantCulture) : fallback;
