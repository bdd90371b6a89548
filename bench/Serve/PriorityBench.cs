using System.Diagnostics;

namespace UniBind.Grid.Bench.Serve;

/// <summary>What a running batch job does to an online caller: its p99 idle, and with a job on the same encoder.</summary>
internal static class PriorityBench
{
    public static async Task RunAsync(EmbeddingsClient client, Uri server, string program, string data, string folder, TimeSpan duration)
    {
        // Each text is its own content, so that neither duplicates nor a cache make the job shorter.
        var corpus = Path.Combine(folder, "batch.jsonl");
        await File.WriteAllLinesAsync(corpus, Enumerable.Range(0, 200_000).Select(i => $$"""{"id":"{{i}}","text":"{{Sentences.Get(1_000_000 + i)}}"}"""));
        await Load.RunAsync(client, 1, 1, TimeSpan.FromSeconds(3));
        var (_, idle) = await Load.RunAsync(client, 1, 1, duration);
        using var job = Process.Start(new ProcessStartInfo(program, ["embed", corpus, "--out", Path.Combine(folder, "batch"), "--space", "lab@0", "--data", data, "--no-cache"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        job.OutputDataReceived += (_, _) => { };
        job.ErrorDataReceived += (_, _) => { };
        job.BeginOutputReadLine();
        job.BeginErrorReadLine();
        await Task.Delay(TimeSpan.FromSeconds(5));
        // Nobody asks meanwhile: these are Runs of the job alone.
        var before = await Scrape.ReadAsync(server);
        await Task.Delay(TimeSpan.FromSeconds(5));
        var after = await Scrape.ReadAsync(server);
        if (job.HasExited)
            throw new InvalidOperationException("The batch job ended before it could be measured.");
        var (_, busy) = await Load.RunAsync(client, 1, 1, duration);
        var stillRunning = !job.HasExited;
        if (stillRunning)
            job.Kill(entireProcessTree: true);
        Console.WriteLine($"idle       {idle}");
        Console.WriteLine($"with a job {busy}" + (stillRunning ? "" : " (the job ended meanwhile: not valid)"));
        Console.WriteLine(FormattableString.Invariant($"a Run of the job: {(after.RunSeconds - before.RunSeconds) / (after.Runs - before.Runs) * 1000:0.0} ms, {(after.Texts - before.Texts) / (after.Runs - before.Runs):0.0} texts"));
        Console.WriteLine(FormattableString.Invariant($"p99 ratio {busy.P99 / idle.P99:0.0} (target 3, or one Run of the job, whichever is larger)"));
    }
}
