using System.Text.Json;
using UniBind.Grid.Encoding;

namespace UniBind.Grid.Bench.Chaos;

/// <summary>Calls that arrive twice, as after a retry of a network that delivered the first try, too: submission, resumption, and leases of shards, done or not.</summary>
internal sealed class SecondDelivery(GridAccess access, string jobId, JobSpec spec, string output)
{
    private const int Leases = 12;

    public async Task RunAsync(int encoder, CancellationToken ct)
    {
        var calls = new List<Task> { access.Client.SubmitAsync(jobId, spec), access.Client.SubmitAsync(jobId, spec) };
        var workers = await access.Client.DescribeWorkersAsync();
        var run = new JobRun(jobId, Epoch(), spec, EncoderPack.ReadIdentity(ClassicPack.Folder).Sha256, "");
        var shards = Planned().ToList();
        for (var i = 0; i < Math.Min(Leases, shards.Count); i++)
        {
            var shard = shards[i * shards.Count / Math.Min(Leases, shards.Count)];
            // Once to one silo, and the same lease once more to another.
            foreach (var worker in new[] { workers[(encoder + i) % workers.Count], workers[(encoder + i + 1) % workers.Count] })
                calls.Add(access.Grains.GetGrain<IWorkerGrain>(PinnedKey.For(IWorkerGrain.KeyPrefix, worker.Silo)).RunShardAsync(new ShardLease(run, shard, 1), ct));
        }
        calls.Add(access.Client.ResumeAsync(jobId));
        await Task.WhenAll(calls).WaitAsync(TimeSpan.FromSeconds(60), ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var refused in calls.Where(c => c.IsFaulted).Select(c => c.Exception!.InnerException!.Message).Distinct())
            Console.WriteLine($"    the second delivery was refused: {refused}");
    }

    private long Epoch()
    {
        var claimed = Directory.EnumerateFiles(Path.Combine(output, "_plan"), "epoch-*").Select(f => long.Parse(Path.GetFileName(f)["epoch-".Length..], System.Globalization.CultureInfo.InvariantCulture));
        return claimed.DefaultIfEmpty(1).Max();
    }

    private IEnumerable<PlannedShard> Planned()
    {
        foreach (var plan in Directory.EnumerateFiles(Path.Combine(output, "_plan"), "plan.json", SearchOption.AllDirectories))
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(plan));
            foreach (var shard in json.RootElement.GetProperty("shards").EnumerateArray())
            {
                _ = Modalities.TryParse(shard.GetProperty("modality").GetString(), out var modality);
                yield return new PlannedShard(shard.GetProperty("id").GetString()!, modality, shard.GetProperty("items").GetInt32(), shard.GetProperty("cost").GetDouble());
            }
        }
    }
}
