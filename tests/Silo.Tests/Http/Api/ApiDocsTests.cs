using System.Diagnostics;
using System.Text.RegularExpressions;
using UniBind.Grid.Samples;

namespace UniBind.Grid.Silo.Tests;

public sealed partial class ApiDocsTests(ApiFixture api)
{
    [Fact]
    public async Task ApiMd_EveryCommand_Works()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || !Path.Exists("/usr/bin/curl") || !Path.Exists("/bin/bash"), "curl and bash");
        await SampleCorpus.WriteAsync(Path.Combine(api.Folder, "sample"), new SampleOptions { PerClass = 2 }, TestContext.Current.CancellationToken);
        await PublishAsync();
        var text = await File.ReadAllTextAsync(Find("docs/api.md"), TestContext.Current.CancellationToken);
        var blocks = Blocks().Matches(text).Select(m => m.Groups[1].Value).ToArray();
        Assert.True(blocks.Length >= 8, $"{blocks.Length} blocks");
        foreach (var block in blocks)
        {
            var (exit, output, errors) = await RunAsync(block.Replace("http://localhost:8080", api.Http.BaseAddress!.ToString().TrimEnd('/'), StringComparison.Ordinal));
            Assert.True(exit == 0, $"{block}\n{output}\n{errors}");
            Assert.DoesNotContain("\"error\"", output, StringComparison.Ordinal);
        }
    }

    private async Task PublishAsync()
    {
        string[] names = ["one", "seven"];
        string[] texts = ["a single upright stroke", "two strokes, one across the top and one down"];
        await api.Grid.Spaces.ImportAsync("digits", [.. names.Select((name, i) => new Description { Class = name, Text = texts[i], State = DescriptionState.Approved })], TestContext.Current.CancellationToken);
        await foreach (var progress in api.Grid.Spaces.BuildCentersAsync("digits", new CenterBuildRequest { Pack = "classic" }, TestContext.Current.CancellationToken))
            _ = progress;
        await api.Grid.Spaces.PublishAsync("digits", new PublishRequest());
    }

    private async Task<(int ExitCode, string Output, string Errors)> RunAsync(string script)
    {
        var info = new ProcessStartInfo("/bin/bash") { WorkingDirectory = api.Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        info.ArgumentList.Add("-c");
        info.ArgumentList.Add("set -euo pipefail; curl() { command curl --fail-with-body --max-time 60 \"$@\"; }\n" + script);
        using var process = Process.Start(info)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output, await errors);
    }

    private static string Find(string path)
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Path.Exists(Path.Combine(folder, path)))
                return Path.Combine(folder, path);
        }
        throw new FileNotFoundException(path);
    }

    [GeneratedRegex("```bash\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Blocks();
}
