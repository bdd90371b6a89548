using System.Collections.Concurrent;
using System.Diagnostics;
using UniBind.Grid.Encoding;

namespace UniBind.Grid.Bench.Chaos;

/// <summary>One job on a cluster of its own, with or without faults. All waits are bounded, and all that was started ends with it.</summary>
/// <param name="options">The command line.</param>
/// <param name="schedule">What happens to the job; without injections this is the reference.</param>
/// <param name="corpus">What is embedded.</param>
/// <param name="folder">The run's own folder; made anew.</param>
internal sealed class ChaosRun(ChaosOptions options, Schedule schedule, ChaosCorpus corpus, string folder)
{
    private static readonly TimeSpan AfterZombies = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan ByItself = TimeSpan.FromSeconds(100);
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(3);
    private readonly ConcurrentQueue<TimeSpan> _firstProgress = new();
    private readonly ConcurrentQueue<Injection> _injected = new();
    private int _byHand;
    private string _trouble = "";

    private string JobId => $"chaos-{schedule.Seed}";

    /// <summary>Runs the reference: the same cluster, no faults.</summary>
    /// <returns>Its folder of files and its number of parts.</returns>
    public async Task<(string Folder, int Parts)> RunReferenceAsync(CancellationToken ct)
    {
        Prepare();
        await using var site = await FaultSite.OpenAsync(schedule, options, folder, ct);
        await EmbedAsync(site, int.MaxValue, ct);
        return (await site.Output.FetchAsync(ct), OutputWatch.Parts(await site.Output.NamesAsync(ct)));
    }

    /// <summary>Runs the schedule and checks what came out.</summary>
    public async Task<RunResult> RunAsync(string reference, int parts, CancellationToken ct)
    {
        Prepare();
        File.WriteAllText(Path.Combine(folder, "schedule.json"), schedule.ToJson());
        if (FaultSite.MissingFor(schedule) is { } missing)
            return new RunResult { Schedule = schedule, Skipped = missing };
        var clock = Stopwatch.StartNew();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(options.Limit);
        var result = new RunResult { Schedule = schedule };
        try
        {
            await using var site = await FaultSite.OpenAsync(schedule, options, folder, limit.Token);
            await EmbedAsync(site, parts, limit.Token);
            var answer = await CheckerRun.RunAsync(corpus, await site.Output.FetchAsync(ct), reference, ct);
            long Count(string name) => answer.Verdict.GetProperty(name).GetInt64();
            result = result with
            {
                Survived = answer.Ok,
                Lost = Count("lost"),
                Duplicated = Count("duplicated"),
                Differing = Count("differing"),
                Unknown = Count("unknown"),
                Note = answer.Sentence,
            };
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            result = result with { Note = (e is OperationCanceledException ? $"not done after {options.Limit.TotalSeconds:0} s. " : e.Message + " ") + _trouble };
        }
        return result with
        {
            Injected = [.. _injected],
            FirstProgress = [.. _firstProgress],
            ResumedByHand = _byHand,
            Redone = Redone.Of(Path.Combine(folder, "logs")),
            Time = clock.Elapsed,
        };
    }

    private void Prepare()
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
    }

    private async Task EmbedAsync(FaultSite site, int parts, CancellationToken ct)
    {
        var spec = new JobSpec { Source = corpus.Folder, Output = site.Output.Url, Space = EncoderPack.ReadIdentity(ClassicPack.Folder).Name + "@0" };
        await using var access = await GridAccess.OpenAsync(site.Cluster.Address, ct);
        while ((await access.Client.DescribeWorkersAsync()).Count < options.Encoders)
            await Task.Delay(100, ct);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var watch = new OutputWatch(site.Output, parts);
        var injector = new Injector(site, access, JobId, spec, schedule, _firstProgress, _injected);
        // Before the job is there, for its first phase is short.
        var faults = Task.WhenAll(schedule.Injections.Select(injection => injector.RunAsync(injection, watch, ct)));
        var submitted = access.Client.SubmitAsync(JobId, spec);
        var kept = KeepGoingAsync(access, submitted, faults, ended.Token);
        await Task.WhenAny(watch.EndAsync(ct), kept);
        if (kept.IsFaulted)
            await kept;
        await watch.EndAsync(ct);
        await faults;
        await injector.MeasuredAsync();
        if (schedule.Injections.Count > 0)
            await Task.Delay(AfterZombies, ct);
        await ended.CancelAsync();
        await kept.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Does what the job's user would: submits again what was not acknowledged, and resumes a job that stands still when the fault is over.</summary>
    private async Task KeepGoingAsync(GridAccess access, Task submitted, Task faults, CancellationToken ct)
    {
        await submitted.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (submitted.IsFaulted)
            _trouble = submitted.Exception.InnerException!.Message;
        var standing = 0;
        while (true)
        {
            await Task.Delay(Poll, ct);
            try
            {
                var progress = await access.Client.GetJobAsync(JobId).WaitAsync(Poll, ct);
                if (progress.State == JobState.Unknown)
                    throw new InvalidOperationException($"The grid has forgotten the job. {_trouble}");
                standing = progress.State is JobState.Running or JobState.Done ? 0 : standing + 1;
                _trouble = $"{progress.State}: {progress.Message}";
                // A grid that goes on by itself is given the time to.
                if (standing * Poll < (progress.State == JobState.Failed ? Poll * 2 : ByItself) || !faults.IsCompleted)
                    continue;
                _byHand++;
                standing = 0;
                Console.WriteLine($"    resumed by hand: {_trouble}");
                await access.Client.ResumeAsync(JobId).WaitAsync(Poll * 3, ct);
            }
            catch (Exception e) when (e is not (OperationCanceledException or InvalidOperationException))
            {
                _trouble = e.Message;
            }
        }
    }
}
