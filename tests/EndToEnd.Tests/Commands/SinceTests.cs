using System.Text.Json;
using UniBind.Grid.Testing;

namespace UniBind.Grid.EndToEnd.Tests;

public sealed class SinceTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Embed_SinceAppendAndCache_SayWhereTheRowsComeFrom()
    {
        for (var i = 0; i < 10; i++)
            _folder.Write($"corpus/{i}.txt", $"This is text number {i / 2}.");
        var first = await RunAsync("embed", Corpus, "--out", Out("first"));
        Assert.True(first.ExitCode == 0, first.Errors);
        Assert.Contains("5 items embedded, 5 duplicates, 0 dead letters", first.Output);

        _folder.Write("corpus/new.txt", "A text that is new.");
        _folder.Write("corpus/3.txt", "A text that changed.");
        var second = await RunAsync("embed", Corpus, "--out", Out("second"), "--since", Out("first"));
        Assert.True(second.ExitCode == 0, second.Errors);
        Assert.Contains("2 items embedded, 9 carried over, 0 dead letters", second.Output);
        Assert.Equal(Out("first"), Read("second", "_manifest.json").GetProperty("parent").GetProperty("output").GetString());

        Directory.Delete(Out("first"), recursive: true);
        var source = _folder.Write("more.jsonl", """{"id":"more","text":"One text more."}""");
        var third = await RunAsync("embed", source, "--out", Out("third"), "--since", Out("second"), "--append");
        Assert.True(third.ExitCode == 0, third.Errors);
        Assert.Contains("1 items embedded, 11 carried over", third.Output);
        Assert.Equal((12, 11), (Read("third", "_ledger.json").GetProperty("input").GetInt32(), Read("third", "_ledger.json").GetProperty("carried").GetInt32()));

        // A job that starts from nothing finds the contents of the others.
        var fourth = await RunAsync("embed", Corpus, "--out", Out("fourth"));
        Assert.Contains("0 items embedded, 7 from the cache (100", fourth.Output);
        Assert.Equal(1, Read("fourth", "_report.json").GetProperty("cacheHitRate").GetDouble());
        var without = await RunAsync("embed", Corpus, "--out", Out("fifth"), "--no-cache");
        Assert.Contains("7 items embedded, 4 duplicates", without.Output);

        var show = await RunAsync("cache", "show", "--json");
        var cache = JsonSerializer.Deserialize<JsonElement>(show.Output);
        Assert.Equal((8, 7), (cache.GetProperty("entries").GetInt32(), cache.GetProperty("hits").GetInt32()));
        Assert.Equal(0, (await RunAsync("cache", "clear")).ExitCode);
        Assert.Contains("entries  0", (await RunAsync("cache", "show")).Output);
    }

    [Fact]
    public async Task Embed_SinceThatDoesNotFit_ExitsOneWithOneSentence()
    {
        _folder.Write("corpus/a.txt", "A text.");
        await RunAsync("embed", Corpus, "--out", Out("first"));

        await RefusedAsync("is the earlier output itself", Out("first"), "--since", Out("first"));
        await RefusedAsync("no output folder of a job", Out("second"), "--since", Corpus);
        await RefusedAsync("There is no job", Out("second"), "--since", "nobody");
        await RefusedAsync("--long-text truncate", Out("second"), "--since", Out("first"), "--long-text", "chunk-rows");
        File.Delete(Path.Combine(Out("first"), "_SUCCESS"));
        await RefusedAsync("not finished", Out("second"), "--since", Out("first"));
        Assert.False(Directory.Exists(Out("second")));

        var usage = await RunAsync("embed", Corpus, "--out", Out("second"), "--append");
        Assert.Equal(2, usage.ExitCode);
        Assert.Contains("--append means nothing without --since.", usage.Errors);
    }

    private async Task RefusedAsync(string reason, string output, params string[] options)
    {
        var result = await RunAsync(["embed", Corpus, "--out", output, .. options]);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(reason, Assert.Single(result.Errors.TrimEnd().Split('\n')));
    }

    private string Corpus => Path.Combine(_folder.Path, "corpus");

    private string Out(string name) => Path.Combine(_folder.Path, name);

    private JsonElement Read(string output, string file) => JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Path.Combine(Out(output), file)));

    private Task<UniBindCommand.Result> RunAsync(params string[] arguments) => UniBindCommand.RunAsync(Path.Combine(_folder.Path, "home"), arguments);
}
