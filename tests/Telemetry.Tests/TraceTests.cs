using System.Collections.Concurrent;
using System.Diagnostics;

namespace UniBind.Grid.Telemetry.Tests;

public sealed class TraceTests(ServingGrid grid)
{
    [Fact]
    public async Task Job_WithAListener_IsATraceOfJobShardQueueAndRun()
    {
        using var spans = new Spans();
        var id = "traced-" + Guid.NewGuid().ToString("N");
        using (var submit = new Activity("submit").Start())
            Assert.Equal(JobState.Done, (await grid.RunJobAsync(id)).State);
        var job = await spans.WaitForAsync(s => s.OperationName == "job" && (string?)s.GetTagItem("unibind.job.id") == id);
        Assert.Null(job.Parent);
        Assert.Equal(default, job.ParentSpanId);
        Assert.Equal("done", job.GetTagItem("unibind.job.state"));
        Assert.Single(job.Links);
        var shard = await spans.WaitForAsync(s => s.OperationName == "shard" && (string?)s.GetTagItem("unibind.job.id") == id);
        Assert.Equal(job.TraceId, shard.TraceId); // through the grain call
        Assert.Equal("committed", shard.GetTagItem("unibind.outcome"));
    }

    [Fact]
    public async Task Shard_ThatEncodes_HasItsQueueAndRun()
    {
        using var spans = new Spans();
        var id = "encoded-" + Guid.NewGuid().ToString("N");
        await grid.RunJobAsync(id, useCache: false);
        var shard = await spans.WaitForAsync(s => s.OperationName == "shard" && (string?)s.GetTagItem("unibind.job.id") == id);
        var run = await spans.WaitForAsync(s => s.OperationName == "run" && s.ParentSpanId == shard.SpanId);
        await spans.WaitForAsync(s => s.OperationName == "queue" && s.ParentSpanId == shard.SpanId);
        Assert.Equal("text", run.GetTagItem("unibind.modality"));
        Assert.True(run.Duration <= shard.Duration);
    }

    [Fact]
    public async Task Request_WithAListener_IsATraceFromTheRequestToTheScore()
    {
        using var spans = new Spans();
        ActivityTraceId trace;
        using (var caller = new Activity("caller").Start())
        {
            trace = caller.TraceId;
            await grid.Client.Online.EmbedAsync("classic@0", [MediaQuery.OfText("one"), MediaQuery.OfText("two")], cancellationToken: TestContext.Current.CancellationToken);
        }
        var request = await spans.WaitForAsync(s => s.OperationName == "embeddings classic@0" && s.TraceId == trace);
        Assert.Equal("embeddings", request.GetTagItem("gen_ai.operation.name"));
        Assert.Equal("classic@0", request.GetTagItem("gen_ai.response.model"));
        foreach (var name in new[] { "preprocess", "queue", "score" })
        {
            var span = await spans.WaitForAsync(s => s.OperationName == name && s.TraceId == trace);
            Assert.NotEqual(default, span.ParentSpanId);
        }
        var batch = await spans.WaitForAsync(s => s.OperationName == "batch" && s.TraceId == trace);
        await spans.WaitForAsync(s => s.OperationName == "run" && s.ParentSpanId == batch.SpanId);
    }

    /// <summary>What the grid's source and Orleans' tell while it lives.</summary>
    private sealed class Spans : IDisposable
    {
        private readonly ConcurrentBag<Activity> _ended = [];
        private readonly ActivityListener _listener;

        public Spans()
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == GridTelemetry.Name || source.Name.StartsWith("Microsoft.Orleans", StringComparison.Ordinal),
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = _ended.Add,
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public async Task<Activity> WaitForAsync(Func<Activity, bool> match)
        {
            for (var tries = 0; tries < 200; tries++)
            {
                if (_ended.FirstOrDefault(match) is { } found)
                    return found;
                await Task.Delay(25, TestContext.Current.CancellationToken);
            }
            Assert.Fail("There are only " + string.Join(", ", _ended.Where(a => a.Source.Name == GridTelemetry.Name).Select(a => a.OperationName)));
            return null!;
        }

        public void Dispose() => _listener.Dispose();
    }
}
