using System.Diagnostics;
using System.Net;
using System.Text.Json;
using UniBind.Grid.Testing;

namespace UniBind.Grid.EndToEnd.Tests;

public sealed class ServeTests
{
    [Fact]
    public async Task Serve_SecondTerminal_UsesTheRunningGrid()
    {
        using var folder = new TempFolder();
        var home = Path.Combine(folder.Path, "home");
        folder.Write("corpus/a.txt", "A text.");
        using var server = UniBindCommand.Start(home, null, "serve", "--http-port", "0");
        try
        {
            var health = await ReadUntilAsync(server.StandardOutput, "/health/ready");
            var url = health[health.IndexOf("http", StringComparison.Ordinal)..].Trim();
            using var http = new HttpClient();
            await WaitUntilReadyAsync(http, url);
            using var live = await http.GetAsync(url.Replace("ready", "live", StringComparison.Ordinal), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, live.StatusCode);

            var embedded = await UniBindCommand.RunAsync(home, "embed", Path.Combine(folder.Path, "corpus"), "--out", Path.Combine(folder.Path, "out"), "--job", "second-terminal");
            Assert.True(embedded.ExitCode == 0, embedded.Errors);
            var second = await UniBindCommand.RunAsync(home, "serve", "--http-port", "0");
            Assert.Equal(1, second.ExitCode);
            Assert.Contains($"process {server.Id}", second.Errors);

            var list = await UniBindCommand.RunAsync(home, "jobs", "list", "--json");
            using var jobs = JsonDocument.Parse(list.Output);
            Assert.Equal("second-terminal", jobs.RootElement[0].GetProperty("jobId").GetString());
        }
        finally
        {
            await StopAsync(server);
        }
        Assert.Equal(0, server.ExitCode);
        Assert.False(File.Exists(Path.Combine(home, "grid.json")));
    }

    [Fact]
    public async Task Serve_StoppedWithAJobAtWork_GoesOnWithItWhenItServesAgain()
    {
        using var folder = new TempFolder();
        var home = Path.Combine(folder.Path, "home");
        var corpus = Path.Combine(folder.Path, "corpus");
        var output = Path.Combine(folder.Path, "out");
        var made = await UniBindCommand.RunAsync(home, "sample", corpus, "--per-class", "40", "-m", "video", "-m", "image");
        Assert.True(made.ExitCode == 0, made.Errors);
        using (var server = UniBindCommand.Start(home, null, "serve", "--http-port", "0"))
        {
            await ReadUntilAsync(server.StandardOutput, "/health/ready");
            using var job = UniBindCommand.Start(home, null, "embed", corpus, "--out", output, "--job", "long");
            while (!Directory.Exists(output) || Directory.GetFiles(output, "part-*").Length == 0)
                await Task.Delay(20, TestContext.Current.CancellationToken);
            await StopAsync(server);
            await job.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(90), TestContext.Current.CancellationToken);
        }
        Assert.False(File.Exists(Path.Combine(output, "_SUCCESS")), "the job ended before the grid did: make the corpus larger");
        using (var server = UniBindCommand.Start(home, null, "serve", "--http-port", "0"))
        {
            await ReadUntilAsync(server.StandardOutput, "Going on with the job long");
            var end = await UniBindCommand.RunAsync(home, "jobs", "watch", "long");
            Assert.True(end.ExitCode == 0, end.Output + end.Errors);
            await StopAsync(server);
        }
        using var ledger = JsonDocument.Parse(File.ReadAllText(Path.Combine(output, "_ledger.json")));
        Assert.Equal(800, ledger.RootElement.GetProperty("embedded").GetInt64());
    }

    /// <summary>Ready comes when all encoders are loaded.</summary>
    private static async Task WaitUntilReadyAsync(HttpClient http, string url)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
        {
            using var ready = await http.GetAsync(url, patience.Token);
            if (ready.StatusCode == HttpStatusCode.OK)
                return;
            await Task.Delay(50, patience.Token);
        }
    }

    private static async Task StopAsync(Process server)
    {
        // Not SIGINT: a test run in the background of a shell ignores it, and its children inherit that.
        using var signal = Process.Start("kill", ["-TERM", server.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await server.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(90), TestContext.Current.CancellationToken);
    }

    private static async Task<string> ReadUntilAsync(StreamReader output, string text)
    {
        while (await output.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
                return line;
        }
        throw new EndOfStreamException($"The output ended without '{text}'.");
    }
}
