using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace UniBind.Grid.Client.Tests;

public sealed class GridHttpJobsTests
{
    private static readonly JobSpec Spec = new() { Source = "/data/in", Output = "/data/out", Space = "digits@7", Modalities = [Modality.Image], Priority = JobPriority.High, MaxErrors = 0.1 };

    [Fact]
    public async Task SubmitAsync_AnswerLost_IsRepeatedWithTheSameId()
    {
        await using var stub = new GridStub(call => call.Number == 1
            ? new StubReply(null, 202) { Text = "{\"id\":", BreaksOff = true }
            : new StubReply(Job((string)call.Body!["id"]!, "running", 0), 202));
        await using var services = stub.Services();

        var job = await Jobs(services).SubmitAsync(Spec, cancellationToken: TestContext.Current.CancellationToken);

        var bodies = stub.Calls.Select(c => c.Body!.ToJsonString()).ToArray();
        Assert.Equal((2, bodies[0]), (bodies.Length, bodies[1]));
        Assert.Equal(job.JobId, (string?)stub.Calls.First().Body!["id"]);
        Assert.Equal(("high", "image", "/data/in"), ((string?)stub.Calls.First().Body!["priority"], (string?)stub.Calls.First().Body!["modalities"]![0], (string?)stub.Calls.First().Body!["source"]));
    }

    [Fact]
    public async Task CancelAsync_AnswerLost_IsNotRepeated()
    {
        await using var stub = new GridStub(_ => new StubReply(null) { Text = "{\"id\":", BreaksOff = true });
        await using var services = stub.Services();

        var error = await Assert.ThrowsAsync<GridException>(() => Jobs(services).CancelAsync("job-1", TestContext.Current.CancellationToken));

        Assert.Equal(GridErrorKind.Unavailable, error.Kind);
        Assert.Equal("/v1/jobs/job-1/cancel", Assert.Single(stub.Calls).Path);
    }

    [Fact]
    public async Task WatchAsync_StreamLostTwice_GoesOnToTheEnd()
    {
        await using var stub = new GridStub(call => call.Number switch
        {
            1 => Events(true, Job("job-1", "running", 1), Job("job-1", "running", 2)),
            2 => StubReply.Error(503, "unavailable", "No silo."),
            3 => Events(false, Job("job-1", "running", 5)),
            _ => Events(false, Job("job-1", "running", 7), Job("job-1", "done", 9)),
        });
        await using var services = stub.Services();

        var seen = await Jobs(services).WatchAsync("job-1", TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal([1, 2, 5, 7, 9], seen.Select(j => j.Embedded));
        Assert.Equal((JobState.Done, 4), (seen[^1].State, stub.Calls.Count));
    }

    [Fact]
    public async Task WatchAsync_Paused_IsTheEnd()
    {
        await using var stub = new GridStub(_ => Events(false, Job("job-1", "paused", 3)));
        await using var services = stub.Services();

        var seen = await Jobs(services).WatchAsync("job-1", TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal(JobState.Paused, Assert.Single(seen).State);
        Assert.Single(stub.Calls);
    }

    [Fact]
    public async Task WatchAsync_GridThatStaysAway_EndsItsPatience()
    {
        await using var stub = new GridStub(_ => Events(true, []));
        await using var services = stub.Services(o => o.ReconnectPatience = TimeSpan.FromSeconds(1));

        var error = await Assert.ThrowsAsync<GridException>(async () => await Jobs(services).WatchAsync("job-1", TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));

        Assert.Equal(GridErrorKind.Unavailable, error.Kind);
        Assert.Contains("job-1", error.Message, StringComparison.Ordinal);
        Assert.InRange(stub.Calls.Count, 2, 10);
    }

    [Fact]
    public async Task WatchAsync_UnknownJob_SaysSoAtOnce()
    {
        await using var stub = new GridStub(_ => StubReply.Error(404, "not_found", "There is no job 'job-1'."));
        await using var services = stub.Services();

        var error = await Assert.ThrowsAsync<GridException>(async () => await Jobs(services).WatchAsync("job-1", TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));

        Assert.Equal((GridErrorKind.NotFound, "There is no job 'job-1'."), (error.Kind, error.Message));
        Assert.Single(stub.Calls);
    }

    [Fact]
    public async Task WatchAsync_SilentStream_CountsAsLost()
    {
        await using var stub = new GridStub(call => call.Number == 1
            ? new StubReply(null) { Silence = TimeSpan.FromSeconds(30) }
            : Events(false, Job("job-1", "done", 1)));
        await using var services = stub.Services(o => o.EventSilence = TimeSpan.FromSeconds(1));

        var seen = await Jobs(services).WatchAsync("job-1", TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal(JobState.Done, Assert.Single(seen).State);
    }

    [Fact]
    public async Task WatchAsync_Cancelled_PassesThrough()
    {
        await using var stub = new GridStub(_ => new StubReply(null) { Silence = TimeSpan.FromSeconds(30) });
        await using var services = stub.Services();
        using var cancel = new CancellationTokenSource(TimeSpan.FromSeconds(0.3));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Jobs(services).WatchAsync("job-1", cancel.Token).ToListAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData("../spaces")]
    [InlineData("a b")]
    [InlineData("")]
    public async Task GetAsync_NoId_IsRefusedHere(string id)
    {
        await using var stub = new GridStub();
        await using var services = stub.Services();

        await Assert.ThrowsAsync<GridException>(() => Jobs(services).GetAsync(id, TestContext.Current.CancellationToken));

        Assert.Empty(stub.Calls);
    }

    [Fact]
    public async Task ListAsync_Jobs_AreRead()
    {
        await using var stub = new GridStub(_ => new StubReply(JsonNode.Parse("""
            {"object":"list","data":[{"object":"job","id":"b","state":"failed","source":"/in","output":"/out","space":"digits@7","submitted_at":"2026-11-23T20:00:00+00:00","ended_at":null,"embedded":4,"dead_lettered":2}]}
            """)));
        await using var services = stub.Services();

        var job = Assert.Single(await Jobs(services).ListAsync(7, TestContext.Current.CancellationToken));

        Assert.Equal(("b", JobState.Failed, 4L, 2L), (job.JobId, job.State, job.Embedded, job.DeadLettered));
        Assert.Equal("/v1/jobs?limit=7", Assert.Single(stub.Calls).Path);
    }

    /// <summary>A job's view.</summary>
    internal static JsonObject Job(string id, string state, long embedded) => new()
    {
        ["object"] = "job",
        ["id"] = id,
        ["state"] = state,
        ["output"] = "/data/out",
        ["listed"] = 9,
        ["listing_complete"] = true,
        ["embedded"] = embedded,
        ["items_per_second"] = 2.5,
        ["remaining_seconds"] = null,
        ["elapsed_seconds"] = 1.5,
        ["modalities"] = new JsonArray(new JsonObject { ["modality"] = "image", ["planned"] = 9, ["finished"] = embedded, ["embedded"] = embedded, ["dead_lettered"] = 0, ["items_per_second"] = 2.5 }),
    };

    /// <summary>Server-sent events.</summary>
    internal static StubReply Events(bool breaksOff, params JsonObject[] jobs) => new(null)
    {
        Type = "text/event-stream",
        Text = ": hello\n\n" + string.Concat(jobs.Select((job, i) => $"id: {i + 1}\nevent: progress\ndata: {job.ToJsonString()}\n\n")),
        BreaksOff = breaksOff,
    };

    private static GridHttpJobs Jobs(IServiceProvider services) => services.GetRequiredService<GridHttpClient>().Jobs;
}
