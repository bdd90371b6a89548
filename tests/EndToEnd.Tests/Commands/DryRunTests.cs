using System.Text.Json;
using UniBind.Grid.Testing;

namespace UniBind.Grid.EndToEnd.Tests;

public sealed class DryRunTests
{
    [Fact]
    public async Task Embed_DryRun_CountsByModalityAndWritesNothing()
    {
        using var folder = new TempFolder();
        folder.Write("corpus/a.txt", "A text.");
        folder.Write("corpus/b.md", "# Another text");
        folder.Write("corpus/c.wav", BadFiles.Wav(16_000, 16_000));
        folder.Write("corpus/d.png", "not a picture");
        var output = Path.Combine(folder.Path, "out");
        var result = await UniBindCommand.RunAsync(folder.File("home", "x"), "embed", Path.Combine(folder.Path, "corpus"), "--out", output, "--dry-run", "--json");
        Assert.True(result.ExitCode == 0, result.Errors);
        using var estimate = JsonDocument.Parse(result.Output);
        var modalities = estimate.RootElement.GetProperty("modalities").EnumerateArray().ToDictionary(m => m.GetProperty("modality").GetString()!, m => m.GetProperty("items").GetInt64());
        Assert.Equal(2, modalities["text"]);
        Assert.Equal(1, modalities["audio"]);
        Assert.Equal(1, estimate.RootElement.GetProperty("problems").GetInt64());
        Assert.True(estimate.RootElement.GetProperty("outputBytes").GetInt64() > 0);
        Assert.True(estimate.RootElement.GetProperty("seconds").GetDouble() > 0);
        Assert.False(Directory.Exists(output));
    }
}
