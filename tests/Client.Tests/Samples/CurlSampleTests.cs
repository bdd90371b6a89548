using System.Diagnostics;
using System.Text.Json.Nodes;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Client.Tests;

public sealed class CurlSampleTests
{
    [Fact]
    public async Task Sample_Server_PrintsTheAnswer()
    {
        Tools.Require("curl");
        var start = new ProcessStartInfo(Tools.Require("sh")) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        await using var stub = new GridStub();
        start.ArgumentList.Add(Path.Combine(Repository.Root, "samples", "Client", "embed.sh"));
        start.Environment["GRID"] = stub.Url.ToString().TrimEnd('/');
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(process.ExitCode == 0, await errors);
        var data = JsonNode.Parse(await output)!["data"]!.AsArray();
        Assert.Equal((2, 64), (data.Count, data[0]!["embedding"]!.AsArray().Count));
    }
}
