using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using UniBind.Grid.Bench.Chaos;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.EndToEnd.Tests;

/// <summary>A job over HTTP whose output lies on a disk that is full: it tells why, and ends with every item when there is room.</summary>
public sealed class FullDiskTests
{
    private const int Items = 12_000;
    private const string Reason = "No space left on device";

    /// <summary>For the listing and the first shards.</summary>
    private const int SomeRoom = 6 << 20;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(SomeRoom)]
    public async Task Job_DiskFull_TellsWhyAndEndsWhenThereIsRoom(int room)
    {
        Assert.SkipUnless(SmallDisk.IsAllowed, "no disk of its own can be mounted (needs root on Linux)");
        var texts = Enumerable.Range(0, Items).Select(i => $"The note number {i} of many.").ToArray();
        var expected = await BatchVectors.ComputeAsync(texts);
        await using var cluster = new ClusterOfSilos();
        var silos = await cluster.AddAsync("coordinator+gateway", "encoder");
        foreach (var silo in silos)
            await cluster.WaitForReadinessAsync(silo, ready: true);
        await cluster.ConnectAsync(encoders: 1);
        var notes = cluster.File("notes.jsonl");
        await File.WriteAllLinesAsync(notes, texts.Select((text, i) => $$"""{"id":"{{i}}","modality":"text","text":"{{text}}"}"""), Ct);
        using var disk = SmallDisk.Mount(cluster.File("disk"), 32 << 20)!;
        var output = cluster.File("disk/out");
        using var http = new HttpClient { BaseAddress = new Uri(silos[0].Ready, "/"), Timeout = Limit };
        var job = new { id = "full", source = notes, output, space = RealServer.Pack };

        disk.Fill(room);
        using (var submitted = await http.PostAsJsonAsync("v1/jobs", job, Ct))
        {
            var told = await submitted.Content.ReadAsStringAsync(Ct);
            if (room == 0)
            {
                // Not taken: nothing of it is left, and the same request may come again.
                Assert.True(submitted.StatusCode == HttpStatusCode.ServiceUnavailable && submitted.Headers.RetryAfter is not null, $"{(int)submitted.StatusCode} {told}");
                Assert.Contains(Reason, told, StringComparison.Ordinal);
                Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(new Uri("v1/jobs/full", UriKind.Relative), Ct)).StatusCode);
                disk.Free();
                using var taken = await http.PostAsJsonAsync("v1/jobs", job, Ct);
                Assert.True(taken.StatusCode == HttpStatusCode.Accepted, await taken.Content.ReadAsStringAsync(Ct));
            }
            else
            {
                Assert.True(submitted.StatusCode == HttpStatusCode.Accepted, told);
            }
        }
        await using var watcher = new JobWatcher("full", () => silos[0].Ready);
        if (room > 0)
        {
            var status = await WaitForReasonAsync(http, watcher);
            Assert.Equal("running", (string?)status["state"]);
            disk.Free();
        }

        // By itself: nobody resumes it.
        var end = await watcher.End.WaitAsync(Limit, Ct);
        Assert.True(end == "done", end + cluster.Log());
        var ids = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var row in PartReader.ReadAsync(output, Ct))
        {
            Assert.True(ids.Add(row.Id), $"'{row.Id}' is there twice");
            BatchVectors.RequireEqual(expected[texts[int.Parse(row.Id, CultureInfo.InvariantCulture)]], row.Embedding, row.Id);
        }
        Assert.Equal(Items, ids.Count);
        Assert.True(File.Exists(Path.Combine(output, "_SUCCESS")));
        Assert.Empty(Directory.EnumerateFiles(output, ".*"));
    }

    /// <summary>Waits until both the job's status and its events tell of the disk.</summary>
    private static async Task<JsonNode> WaitForReasonAsync(HttpClient http, JobWatcher watcher)
    {
        for (var start = Stopwatch.GetTimestamp(); ; await Task.Delay(100, Ct))
        {
            var status = JsonNode.Parse(await http.GetStringAsync(new Uri("v1/jobs/full", UriKind.Relative), Ct))!;
            if (((string?)status["message"])?.Contains(Reason, StringComparison.Ordinal) == true && watcher.Messages.Any(m => m.Contains(Reason, StringComparison.Ordinal)))
                return status;
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(30), $"nobody tells of the disk: {status.ToJsonString()}; {string.Join("; ", watcher.Messages)}");
        }
    }
}
