using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Client.Tests;

public sealed class ResilienceTests
{
    private static readonly MediaQuery[] One = [MediaQuery.OfText("a")];

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task EmbedAsync_FullOnce_WaitsAsLongAsAskedAndGoesOn(int status)
    {
        await using var stub = new GridStub(call => call.Number == 1 ? StubReply.Error(status, "overloaded", "Full.", "1") : null);
        await using var services = stub.Services();

        var reply = await Client(services).EmbedAsync(One, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Null(reply.Items[0].Error);
        var calls = stub.Calls.ToArray();
        Assert.Equal(2, calls.Length);
        Assert.InRange(Stopwatch.GetElapsedTime(calls[0].At, calls[1].At).TotalSeconds, 0.95, 5);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    public async Task EmbedAsync_FailingServer_IsAskedAgainSoManyTimes(int status)
    {
        await using var stub = new GridStub(_ => StubReply.Error(status, "internal_error", "Something broke."));
        await using var services = stub.Services(o => o.MaxRetries = 3);

        var error = await Assert.ThrowsAsync<GridException>(() => Client(services).EmbedAsync(One, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal((GridErrorKind.Unavailable, "Something broke.", true), (error.Kind, error.Message, error.IsTransient));
        Assert.Equal(4, stub.Calls.Count);
    }

    [Fact]
    public async Task EmbedAsync_AnswerThatBreaksOff_IsAskedForAgain()
    {
        await using var stub = new GridStub(call => call.Number == 1 ? new StubReply(null) { Text = "{\"model\":", BreaksOff = true } : null);
        await using var services = stub.Services();

        var reply = await Client(services).EmbedAsync(One, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal((8, 2), (reply.Items[0].Vector.Length, stub.Calls.Count));
    }

    [Fact]
    public async Task EmbedAsync_RetryAfterBeyondTheTimeout_IsToldAtOnce()
    {
        await using var stub = new GridStub(_ => StubReply.Error(429, "overloaded", "Full for an hour.", "3600"));
        await using var services = stub.Services();

        var error = await Assert.ThrowsAsync<GridException>(() => Client(services).EmbedAsync(One, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal((GridErrorKind.Overloaded, TimeSpan.FromHours(1)), (error.Kind, error.RetryAfter));
        Assert.Single(stub.Calls);
    }

    [Theory]
    [InlineData(400, GridErrorKind.Refused)]
    [InlineData(401, GridErrorKind.Refused)]
    [InlineData(403, GridErrorKind.Refused)]
    [InlineData(404, GridErrorKind.NotFound)]
    [InlineData(409, GridErrorKind.Conflict)]
    [InlineData(413, GridErrorKind.TooLarge)]
    [InlineData(424, GridErrorKind.Refused)]
    [InlineData(504, GridErrorKind.DeadlineExceeded)]
    public async Task EmbedAsync_Refusal_IsToldWithItsKindAndNotRepeated(int status, GridErrorKind kind)
    {
        await using var stub = new GridStub(_ => StubReply.Error(status, "no", "It is refused."));
        await using var services = stub.Services();

        var error = await Assert.ThrowsAsync<GridException>(() => Client(services).EmbedAsync(One, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal((kind, "It is refused."), (error.Kind, error.Message));
        Assert.Single(stub.Calls);
    }

    [Fact]
    public async Task EmbedAsync_PageOfAProxy_IsToldByItsStatus()
    {
        await using var stub = new GridStub(_ => new StubReply(null, 403) { Type = "text/html", Text = "<html>No entry</html>" });
        await using var services = stub.Services();

        var error = await Assert.ThrowsAsync<GridException>(() => Client(services).EmbedAsync(One, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Contains("403", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("html", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EmbedAsync_ManyRefusals_DoNotOpenTheBreaker()
    {
        await using var stub = new GridStub(call => call.Number <= 60 ? StubReply.Error(call.Number % 2 == 0 ? 400 : 429, "no", "No.", "3600") : null);
        await using var services = stub.Services();
        for (var i = 0; i < 60; i++)
            await Assert.ThrowsAsync<GridException>(() => Client(services).EmbedAsync(One, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Null((await Client(services).EmbedAsync(One, cancellationToken: TestContext.Current.CancellationToken)).Items[0].Error);
    }

    [Fact]
    public async Task EmbedAsync_ManyFailures_LeaveTheServerAlone()
    {
        await using var stub = new GridStub(_ => StubReply.Error(500, "no", "No."));
        await using var services = stub.Services(o => o.MaxRetries = 0);
        for (var i = 0; i < 40; i++)
            await Assert.ThrowsAsync<GridException>(() => Client(services).EmbedAsync(One, cancellationToken: TestContext.Current.CancellationToken));

        Assert.InRange(stub.Calls.Count, 20, 25);
        var error = await Assert.ThrowsAsync<GridException>(() => Client(services).EmbedAsync(One, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(GridErrorKind.Unavailable, error.Kind);
    }

    [Fact]
    public async Task EmbedAsync_NobodyThere_SaysSo()
    {
        var port = LoopbackPorts.Next();
        await using var stub = new GridStub();
        await using var services = stub.Services(o => (o.Endpoint, o.MaxRetries) = (new Uri($"http://127.0.0.1:{port}"), 2));

        var error = await Assert.ThrowsAsync<GridException>(() => Client(services).EmbedAsync(One, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(GridErrorKind.Unavailable, error.Kind);
        Assert.Contains($":{port}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("ub_test", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task EmbedAsync_SlowServer_EndsWithTheTotalTime()
    {
        await using var stub = new GridStub(_ => new StubReply(null) { Silence = TimeSpan.FromSeconds(20) });
        await using var services = stub.Services(o => o.Timeout = TimeSpan.FromSeconds(0.5));
        var watch = Stopwatch.StartNew();

        var error = await Assert.ThrowsAsync<GridException>(() => Client(services).EmbedAsync(One, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(GridErrorKind.DeadlineExceeded, error.Kind);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0.4, 10);
    }

    [Fact]
    public async Task EmbedAsync_Cancelled_PassesThrough()
    {
        await using var stub = new GridStub(_ => new StubReply(null) { Silence = TimeSpan.FromSeconds(20) });
        await using var services = stub.Services();
        using var cancel = new CancellationTokenSource(TimeSpan.FromSeconds(0.3));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Client(services).EmbedAsync(One, cancellationToken: cancel.Token));

        Assert.Single(stub.Calls);
    }

    private static GridHttpClient Client(IServiceProvider services) => services.GetRequiredService<GridHttpClient>();
}
