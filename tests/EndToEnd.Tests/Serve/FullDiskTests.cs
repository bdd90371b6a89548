using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using UniBind.Grid.Bench.Chaos;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.EndToEnd.Tests;

/// <summary>A job over HTTP whose output lies on a disk that is full.</summary>
public sealed class FullDiskTests
{
    private const int Items = 6_000;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Job_DiskFull_TellsWhyAndEndsWithEveryItemWhenThereIsRoom(bool fromTheStart)
    {
        Assert.SkipUnless(SmallDisk.IsAllowed, "no disk of its own can be mounted (needs root on Linux)");
        await using var cluster = new ClusterOfSilos();
        var silos = await cluster.AddAsync("coordinator+gateway", "encoder");
        foreach (var silo in silos)
            await cluster.WaitForReadinessAsync(silo, ready: true);
        await cluster.ConnectAsync(encoders: 1);
        var notes = cluster.File("notes.jsonl");
        await File.WriteAllLinesAsync(notes, Enumerable.Range(0, Items).Select(i => $$"""{"id":"{{i}}","modality":"text","text":"The note number {{i}} of many."}"""), Ct);
        using var disk = SmallDisk.Mount(cluster.File("disk"), 96 << 20)!;
        var output = cluster.File("disk/out");
        using var http = new HttpClient { BaseAddress = new Uri(silos[0].Ready, "/"), Timeout = Limit };
        if (fromTheStart)
            disk.Fill();
        var job = new { id = "full", source = notes, output, space = RealServer.Pack };
        using var submitted = await http.PostAsJsonAsync("v1/jobs", job, Ct);
        var told = await submitted.Content.ReadAsStringAsync(Ct);
        TestContext.Current.SendDiagnosticMessage("submit: {0} {1}", submitted.StatusCode, told);
        if (!fromTheStart)
        {
            await cluster.WaitForPartsAsync(output);
            disk.Fill();
        }
        string last = "";
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(20); await Task.Delay(500, Ct))
        {
            var state = await http.GetStringAsync("v1/jobs/full", Ct);
            if (state != last)
                TestContext.Current.SendDiagnosticMessage("{0:0.0} {1}", Stopwatch.GetElapsedTime(start).TotalSeconds, state);
            last = state;
        }
        disk.Free();
        var end = await cluster.FinishAsync("full");
        TestContext.Current.SendDiagnosticMessage("end {0}", end);
        Assert.True(end.State == JobState.Done, end.Message + cluster.Log());
        Assert.Equal(Items, end.Embedded);
        GC.KeepAlive(JsonNode.Parse(told)); GC.KeepAlive(CultureInfo.InvariantCulture); GC.KeepAlive(typeof(PartReader));
    }
}
