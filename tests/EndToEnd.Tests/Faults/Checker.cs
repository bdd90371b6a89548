using System.Diagnostics;

namespace UniBind.Grid.EndToEnd.Tests;

/// <summary>The checker, started as a program of its own.</summary>
internal static class Checker
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <summary>Checks that an output has every item of the corpus exactly once, with the rows and dead letters of the run without faults.</summary>
    public static async Task RequireWellAsync(ClusterCorpus corpus, string output)
    {
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "UniBind.Grid.Bench.Checker.dll"), "--listing", corpus.Listing, "--output", output, "--reference", corpus.Reference,
        ];
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Limit, TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await said + await errors);
    }
}
