using UniBind.Grid.Bench.Serve;
using UniBind.Grid.Testing;

// UniBind.Grid.Bench.Serve UNIBIND [--node MODULES] [--rounds N] [--seconds S] [--encode-threads N] [latency|saturation|peer|mixed|priority ...]
//   UNIBIND   the command that serves
//   MODULES   a folder where `npm install onnxruntime-node@1.30.0` was run (needed for `peer`)
if (args.Length == 0)
{
    Console.Error.WriteLine("usage: UniBind.Grid.Bench.Serve UNIBIND [--node MODULES] [--rounds N] [--seconds S] [--encode-threads N] [latency|saturation|peer|mixed|priority ...]");
    return 2;
}
string? Option(string name) => Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;
string[] known = ["latency", "saturation", "peer", "mixed", "priority"];
var asked = args.Where(known.Contains).ToHashSet();
bool Wants(string name) => asked.Count == 0 || asked.Contains(name);
var rounds = int.Parse(Option("--rounds") ?? "5", System.Globalization.CultureInfo.InvariantCulture);
var threads = int.Parse(Option("--encode-threads") ?? "0", System.Globalization.CultureInfo.InvariantCulture);
var duration = TimeSpan.FromSeconds(int.Parse(Option("--seconds") ?? "6", System.Globalization.CultureInfo.InvariantCulture));

using var folder = new TempFolder();
var pack = LabPack.Build(Path.Combine(folder.Path, "lab"));
var data = Path.Combine(folder.Path, "data");
using var bare = new BareText(pack);
using var server = await ServerProcess.GridAsync(args[0], pack, data, threads);
using var client = new EmbeddingsClient(server.Url, "lab@0");
var good = true;
Console.WriteLine($"load {File.ReadAllText("/proc/loadavg").Split(' ')[0]}, {Environment.ProcessorCount} processors");
if (Wants("latency"))
    await LatencyBench.RunAsync(bare, client, rounds * 400);
if (Wants("saturation"))
    await SaturationBench.RunAsync(bare, client, server, rounds, duration);
if (Wants("mixed"))
    good = await MixedBench.RunAsync(bare, client, 10_000);
if (Wants("peer") && Option("--node") is { } modules)
{
    // Its default threads, and one for each Run, which is quicker where other work wants the processors.
    foreach (var nodeThreads in new[] { 0, 1 })
    {
        using var node = await ServerProcess.NodeAsync(modules, bare.ModelPath, Path.Combine(Lab.Require("encoders"), "use_vocab.json"), nodeThreads);
        using var peer = new EmbeddingsClient(node.Url, "m");
        Console.WriteLine(nodeThreads == 0 ? "node, default threads" : "node, one thread a Run");
        var same = EmbeddingsClient.Vectors((await peer.AskAsync(Sentences.Get(1))).Body)[0].Zip(EmbeddingsClient.Vectors((await client.AskAsync(Sentences.Get(1))).Body)[0], (a, b) => MathF.Abs(a - b)).Max();
        Console.WriteLine(FormattableString.Invariant($"both give the same vector to {same:0.0e0}"));
        await PeerBench.RunAsync(client, peer, rounds, duration);
    }
}
if (Wants("priority"))
    await PriorityBench.RunAsync(client, server.Url, args[0], data, folder.Path, duration * 3);
return good ? 0 : 1;
