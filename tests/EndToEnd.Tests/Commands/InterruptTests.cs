using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using UniBind.Grid.Testing;

namespace UniBind.Grid.EndToEnd.Tests;

public sealed class InterruptTests
{
    private const int Items = 60_000;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Embed_CtrlC_PausesTheJobWhichCanBeResumed()
    {
        Tools.RequireShell();
        using var folder = new TempFolder();
        var home = Path.Combine(folder.Path, "home");
        var output = Path.Combine(folder.Path, "out");
        using var embed = UniBindCommand.Start(home, null, "embed", folder.Write("notes.jsonl", Notes()), "--out", output, "--job", "long");
        var said = new StringBuilder();
        while (await embed.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            said.AppendLine(line);
            if (line.StartsWith("running", StringComparison.Ordinal))
                break;
        }
        // Not SIGINT: a test run in the background of a shell ignores it, and its children inherit that.
        using var signal = Process.Start("kill", ["-TERM", embed.Id.ToString(CultureInfo.InvariantCulture)]);
        said.Append(await embed.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(Limit, TestContext.Current.CancellationToken));
        await embed.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Limit, TestContext.Current.CancellationToken);

        // Not 130, which is a process that was cut off.
        Assert.True(embed.ExitCode == 1, said.ToString());
        Assert.Contains("Stopping: the shards at work are finished first.", said.ToString(), StringComparison.Ordinal);
        Assert.Contains("go on with: unibind jobs resume long", said.ToString(), StringComparison.Ordinal);
        Assert.Equal("paused", await StateAsync(home));
        Assert.False(File.Exists(Path.Combine(output, "_SUCCESS")));

        var resumed = await UniBindCommand.RunAsync(home, "jobs", "resume", "long");
        Assert.True(resumed.ExitCode == 0, resumed.Errors);
        Assert.True(File.Exists(Path.Combine(output, "_SUCCESS")));
        using var manifest = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(output, "_manifest.json"), TestContext.Current.CancellationToken));
        Assert.Equal(Items, manifest.RootElement.GetProperty("rows").GetInt64());
    }

    [Fact]
    public async Task Embed_KilledThenResumedOnAnotherDataDirectory_EndsWithEveryItemOnce()
    {
        Tools.RequireShell();
        using var folder = new TempFolder();
        var notes = folder.Write("notes.jsonl", Notes());
        var output = Path.Combine(folder.Path, "out");
        string[] command = ["embed", notes, "--out", output];
        var early = await UniBindCommand.RunAsync(Path.Combine(folder.Path, "home"), [.. command, "--resume"]);
        Assert.Contains("holds no job to go on with", early.Errors, StringComparison.Ordinal);

        using (var embed = UniBindCommand.Start(Path.Combine(folder.Path, "home"), null, [.. command, "--job", "long"]))
        {
            while (!Directory.Exists(output) || Directory.GetFiles(output, "part-*").Length < 3)
                await Task.Delay(20, TestContext.Current.CancellationToken);
            embed.Kill(entireProcessTree: true);
            await embed.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        Assert.False(File.Exists(Path.Combine(output, "_SUCCESS")));

        // The data directory of the one that was killed may be lost with it: the output folder knows its job.
        var resumed = await UniBindCommand.RunAsync(Path.Combine(folder.Path, "other home"), [.. command, "--resume", "--max-errors", "1%"]);
        Assert.True(resumed.ExitCode == 0, resumed.Errors);
        using var manifest = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(output, "_manifest.json"), TestContext.Current.CancellationToken));
        Assert.Equal(Items, manifest.RootElement.GetProperty("rows").GetInt64());
        Assert.Equal("long", manifest.RootElement.GetProperty("job").GetString());

        var again = await UniBindCommand.RunAsync(Path.Combine(folder.Path, "other home"), [.. command, "--resume"]);
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("is done; there is nothing to resume", again.Errors, StringComparison.Ordinal);
    }

    private static string Notes()
    {
        var lines = new StringBuilder();
        for (var i = 0; i < Items; i++)
            lines.Append(CultureInfo.InvariantCulture, $"{{\"id\":\"{i}\",\"modality\":\"text\",\"text\":\"The note number {i} of many.\"}}\n");
        return lines.ToString();
    }

    private static async Task<string?> StateAsync(string home)
    {
        using var job = JsonDocument.Parse((await UniBindCommand.RunAsync(home, "jobs", "show", "long", "--json")).Output);
        return job.RootElement.GetProperty("state").GetString();
    }
}
