using System.Diagnostics;
using System.Text.Json;

namespace UniBind.Grid.Bench.Chaos;

/// <summary>Starts the checker as a program of its own.</summary>
internal static class CheckerRun
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>What the checker said.</summary>
    /// <param name="Ok">Its exit code was 0.</param>
    /// <param name="Verdict">Its line of JSON.</param>
    /// <param name="Sentence">Its sentence.</param>
    public sealed record Answer(bool Ok, JsonElement Verdict, string Sentence);

    public static async Task<Answer> RunAsync(ChaosCorpus corpus, string output, string reference, CancellationToken ct)
    {
        string[] arguments = [Path.Combine(AppContext.BaseDirectory, "UniBind.Grid.Bench.Checker.dll"), "--listing", corpus.Listing, "--output", output, "--reference", reference];
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = process.StandardOutput.ReadToEndAsync(ct);
        var errors = process.StandardError.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct).WaitAsync(Limit, ct);
        var lines = (await said).Split('\n');
        if (lines.Length < 2 || !lines[0].StartsWith('{'))
            throw new InvalidOperationException($"The checker failed: {await errors}");
        using var json = JsonDocument.Parse(lines[0]);
        return new Answer(process.ExitCode == 0, json.RootElement.Clone(), lines[1]);
    }
}
