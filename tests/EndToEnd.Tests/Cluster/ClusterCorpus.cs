using System.Text.Json;
using UniBind.Grid.Corpora;
using UniBind.Grid.Encoding;
using UniBind.Grid.Testing;

namespace UniBind.Grid.EndToEnd.Tests;

/// <summary>A corpus that takes seconds, and what the embedded grid makes of it: no cluster and no fault may change a row.</summary>
public sealed class ClusterCorpus : IAsyncLifetime
{
    private const int PerClass = 40;
    private static readonly string[] Modalities = ["video", "image", "audio", "event"];
    private readonly TempFolder _folder = new();
    private string _expected = "";

    public string Folder => Path.Combine(_folder.Path, "corpus");

    /// <summary>What the embedded grid made of it.</summary>
    public string Reference => Path.Combine(_folder.Path, "out");

    /// <summary>The ids of all items, one a line, as the maker of the corpus has them; the grid never sees it.</summary>
    public string Listing => Path.Combine(_folder.Path, "listing.txt");

    public static int Items => PerClass * 10 * Modalities.Length;

    public async ValueTask InitializeAsync()
    {
        Tools.Require("redis-server");
        var home = Path.Combine(_folder.Path, "home");
        var output = Reference;
        var made = await UniBindCommand.RunAsync(home, ["sample", Folder, "--per-class", $"{PerClass}", .. Modalities.SelectMany(m => new[] { "-m", m })]);
        Assert.True(made.ExitCode == 0, made.Errors);
        var ids = File.ReadLines(Path.Combine(Folder, "manifest.jsonl")).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetString()!);
        await File.WriteAllLinesAsync(Listing, ids, TestContext.Current.CancellationToken);
        var embedded = await UniBindCommand.RunAsync(home, "embed", Folder, "--out", output);
        Assert.True(embedded.ExitCode == 0, embedded.Errors);
        _expected = await CanonicalHash.ComputeAsync(output, TestContext.Current.CancellationToken);
    }

    /// <summary>A job over the corpus.</summary>
    public JobSpec Job(string output) => new() { Source = Folder, Output = output, Space = EncoderPack.ReadIdentity(ClassicPack.Folder).Name + "@0" };

    /// <summary>Checks that an output has every item exactly once, with the rows of the embedded grid, and that its ledger closes.</summary>
    public async Task CheckAsync(string output)
    {
        Assert.True(File.Exists(Path.Combine(output, "_SUCCESS")), "the job is not complete");
        using var ledger = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(output, "_ledger.json"), TestContext.Current.CancellationToken));
        Assert.True(ledger.RootElement.GetProperty("closed").GetBoolean());
        Assert.Equal(Items, ledger.RootElement.GetProperty("input").GetInt64());
        Assert.Equal(Items, ledger.RootElement.GetProperty("embedded").GetInt64());
        var ids = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var row in PartReader.ReadAsync(output, TestContext.Current.CancellationToken))
            Assert.True(ids.Add(row.Id), $"'{row.Id}' is there twice");
        Assert.Equal(Items, ids.Count);
        Assert.Equal(_expected, await CanonicalHash.ComputeAsync(output, TestContext.Current.CancellationToken));
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
