using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using UniBind.Grid;
using UniBind.Grid.Bench;
using UniBind.Grid.Client;
using UniBind.Grid.Encoding;
using UniBind.Grid.Grains;
using UniBind.Grid.Silo;

// dotnet run -c Release --project bench/ControlPlane -- [items]
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var items = args.Length > 0 ? long.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
var root = Directory.CreateTempSubdirectory("unibind-bench-").FullName;
try
{
    var manifest = Path.Combine(root, "items.csv");
    Corpus.Write(manifest, items);
    await using var grid = await EmbeddedGrid.StartAsync(new EmbeddedGridOptions
    {
        Encoder = o =>
        {
            o.Packs.Add(ClassicPack.Folder);
            o.ShardItems["text"] = 16_384;
        },
        ConfigureEncoder = services => services.AddSingleton<IShardRunner, NullShardRunner>(),
    }, default);
    var client = new GridClient(grid.Client);
    var watch = Stopwatch.StartNew();
    var cpu = Environment.CpuUsage.TotalTime;
    var id = JobIds.New();
    await client.SubmitAsync(id, new JobSpec { Source = manifest, Output = Path.Combine(root, "out"), Space = "classic@0" });
    var heap = new Memory(items);
    JobProgress end = null!;
    await foreach (var progress in client.WatchAsync(id))
    {
        end = progress;
        heap.Observe(progress.Finished);
    }
    var seconds = watch.Elapsed.TotalSeconds;
    Console.WriteLine($"{end.State} {end.Message}: {end.Embedded:N0} items in {seconds:N1} s, {end.Embedded / seconds:N0} items/s; processors {(Environment.CpuUsage.TotalTime - cpu).TotalSeconds:N1} s");
    heap.Print();
}
finally
{
    Directory.Delete(root, recursive: true);
}
