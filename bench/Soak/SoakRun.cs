using System.Diagnostics;
using UniBind.Grid.Client;
using UniBind.Grid.Encoding;
using UniBind.Grid.Silo;

namespace UniBind.Grid.Bench.Soak;

/// <summary>Mixed load for some time against a grid in this process: batch jobs one after the other, with duplicates and bad files, and online embeddings beside them.</summary>
internal sealed class SoakRun(string root, TextWriter? log)
{
    private const int OnlineCallers = 3;
    private readonly SoakResult _result = new();

    /// <summary>Runs the load.</summary>
    /// <param name="time">How long.</param>
    /// <param name="perClass">Items of each digit and modality in the corpus.</param>
    /// <exception cref="InvalidOperationException">A job did not account for every item.</exception>
    public async Task<SoakResult> RunAsync(TimeSpan time, int perClass)
    {
        var corpus = await SoakCorpus.WriteAsync(Path.Combine(root, "corpus"), perClass);
        using var data = DataDirectory.TryOwn(Path.Combine(root, "home")) ?? throw new InvalidOperationException("The data directory is in use.");
        await using var grid = await EmbeddedGrid.StartAsync(
            new EmbeddedGridOptions { Data = data, Encoder = o => o.Packs.Add(ClassicPack.Folder), LogLevel = Microsoft.Extensions.Logging.LogLevel.Critical }, CancellationToken.None);
        var client = new GridClient(grid.Client);
        while (await client.DescribeWorkersAsync() is not { Count: > 0 })
            await Task.Delay(50);
        using var stop = new CancellationTokenSource(time);
        var load = Enumerable.Range(0, OnlineCallers).Select(i => Task.Run(() => OnlineAsync(client, corpus, i, stop.Token))).Append(Task.Run(() => JobsAsync(client, corpus, stop.Token))).ToArray();
        await SampleAsync(time, stop.Token);
        await Task.WhenAll(load);
        return _result;
    }

    private async Task SampleAsync(TimeSpan time, CancellationToken stop)
    {
        var start = Stopwatch.GetTimestamp();
        var interval = time / 120 > TimeSpan.FromSeconds(0.5) ? time / 120 : TimeSpan.FromSeconds(0.5);
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(interval, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _result.Samples.Add(MemorySample.Take(Stopwatch.GetElapsedTime(start)));
            if (log is not null && _result.Samples.Count % 6 == 0)
                await log.WriteLineAsync($"{_result.Samples[^1]}  jobs {_result.Jobs}  online {_result.Online}");
        }
    }

    private async Task JobsAsync(GridClient client, SoakCorpus corpus, CancellationToken stop)
    {
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var output = Path.Combine(root, $"out-{i}");
            var job = JobIds.New();
            await client.SubmitAsync(job, new JobSpec { Source = corpus.Folder, Output = output, Space = "classic@0", IgnoreManifest = true, NoCache = true });
            JobProgress end = null!;
            await foreach (var progress in client.WatchAsync(job, CancellationToken.None))
                end = progress;
            if (end.State != JobState.Done || end.DeadLettered > corpus.Bad)
                throw new InvalidOperationException($"A job of the soak ended as {end.State}, {end.Embedded} embedded, {end.DeadLettered} dead letters of {corpus.Bad} bad files: {end.Message}");
            _result.Jobs++;
            _result.Embedded += end.Embedded;
            _result.DeadLettered += end.DeadLettered;
            Directory.Delete(output, recursive: true);
        }
    }

    private async Task OnlineAsync(GridClient client, SoakCorpus corpus, int caller, CancellationToken stop)
    {
        var random = new Random(caller);
        while (!stop.IsCancellationRequested)
        {
            var path = corpus.Files[random.Next(corpus.Files.Count)];
            var content = await File.ReadAllBytesAsync(path, CancellationToken.None);
            if (random.Next(20) == 0)
                content = content[..(content.Length / 2)];
            var modality = Path.GetRelativePath(corpus.Folder, path).Split(Path.DirectorySeparatorChar)[0];
            try
            {
                var item = new MediaQuery { Name = Path.GetFileName(path), Content = content, Modality = Modalities.TryParse(modality, out var parsed) ? parsed : throw new InvalidOperationException(modality) };
                var embedded = (await client.Online.EmbedAsync("classic@0", [item], cancellationToken: CancellationToken.None)).Items[0];
                lock (_result)
                {
                    if (embedded.Code is null)
                        _result.Online++;
                    else
                        _result.Refused++;
                }
            }
            catch (GridException)
            {
                lock (_result)
                    _result.Refused++;
            }
            await Task.Delay(5, CancellationToken.None);
        }
    }
}
