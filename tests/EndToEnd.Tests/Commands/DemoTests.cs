using System.Text.Json;
using UniBind.Grid.Testing;

namespace UniBind.Grid.EndToEnd.Tests;

public sealed class DemoTests
{
    [Fact]
    public async Task Demo_TwiceInOneFolder_AlignsClassifiesSearchesAndReportsAboveChance()
    {
        using var folder = new TempFolder();
        var home = Path.Combine(folder.Path, "home");
        var files = Path.Combine(folder.Path, "demo");
        string[] demo = ["demo", "--out", files, "--per-class", "6"];

        var text = await UniBindCommand.RunAsync(home, demo);
        Assert.True(text.ExitCode == 0, text.Errors);
        Assert.Contains("published digits@1: 10 classes, 500 center rows, 6 heads", text.Output);
        Assert.Contains("This sound, find the pictures", text.Output);
        Assert.Contains("Next:", text.Output);

        // Again: the corpus stands, the space gets its next version.
        var again = await UniBindCommand.RunAsync(home, [.. demo, "--json"]);
        Assert.True(again.ExitCode == 0, again.Errors);
        Assert.Contains("0 built, 10 stood already", again.Errors);
        using var result = JsonDocument.Parse(again.Output);
        var root = result.RootElement;
        Assert.Equal(2, root.GetProperty("space").GetProperty("version").GetInt32());
        // The first demo's embeddings are in the cache.
        Assert.Equal(420, root.GetProperty("job").GetProperty("reused").GetInt64());
        Assert.Equal(420, root.GetProperty("aligned").GetProperty("rows").GetInt64());

        // Chance is 0.1: 140 test items, and 20 for each modality.
        var (before, after) = (Metrics(root, "before"), Metrics(root, "after"));
        Assert.True(after["top1"] > 0.6, $"top1 is {after["top1"]}");
        Assert.True(after["worst"] > 0.25, $"worst is {after["worst"]}");
        Assert.True(after["retrieval.r1"] > 0.5, $"retrieval.r1 is {after["retrieval.r1"]}");
        Assert.True(after["top1"] > before["top1"] + 0.3, $"top1 is {before["top1"]} before and {after["top1"]} after");
        Assert.True(after["gap"] < before["gap"], $"gap is {before["gap"]} before and {after["gap"]} after");

        var hits = root.GetProperty("search").GetProperty("hits").EnumerateArray().ToArray();
        Assert.Equal(5, hits.Length);
        Assert.All(hits, hit => Assert.Equal("image", hit.GetProperty("modality").GetString()));
        Assert.True(hits.Count(hit => hit.GetProperty("labels")[0].GetString() == "3") >= 3, root.GetProperty("search").GetRawText());

        var page = await File.ReadAllTextAsync(root.GetProperty("report").GetString()!, TestContext.Current.CancellationToken);
        Assert.StartsWith("<!doctype html>", page);
        Assert.EndsWith("</html>", page.TrimEnd());
        Assert.Contains("digits@2, compared with untrained heads", page);
        Assert.Contains("data:image/png;base64,", page);
        Assert.Contains("data:audio/wav;base64,", page);

        // What the demo says to try next works.
        var picture = Path.Combine(files, "corpus", "image", "3", "0002.png");
        var classify = await UniBindCommand.RunAsync(home, "classify", picture, "--space", "digits@2", "--json");
        Assert.True(classify.ExitCode == 0, classify.Errors);
        var aligned = root.GetProperty("aligned").GetProperty("output").GetString()!;
        var search = await UniBindCommand.RunAsync(home, "search", "--text", "a photo of a handwritten seven", "--in", aligned, "--modality", "image");
        Assert.True(search.ExitCode == 0, search.Errors);
        Assert.Contains("10 of 60 rows in digits@2", search.Output);
    }

    private static Dictionary<string, double> Metrics(JsonElement root, string which) =>
        root.GetProperty(which).EnumerateArray().ToDictionary(m => m.GetProperty("name").GetString()!, m => m.GetProperty("value").GetDouble());
}
