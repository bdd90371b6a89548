using System.Diagnostics;

namespace UniBind.Grid.EndToEnd.Tests;

/// <summary>
/// Encoder silos that are killed under callers. What is asserted: each request is answered with the right vectors at last, and on the way there its caller got nothing but
/// 429 or 503 with <c>Retry-After</c>. How many of those came is reported, not limited.
/// </summary>
public sealed class EncoderLossTests
{
    private const int Callers = 8;
    private static readonly TimeSpan Hang = TimeSpan.FromMilliseconds(500);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Encoder_KilledWithRequestsInIt_TheyAreAnsweredByTheOther()
    {
        var expected = await BatchVectors.ComputeAsync(Texts());
        await using var cluster = new ClusterOfSilos();
        var silos = await cluster.AddAsync("coordinator+gateway", "encoder.1", "encoder.2");
        foreach (var silo in silos)
            await cluster.WaitForReadinessAsync(silo, ready: true);
        await cluster.ConnectAsync(encoders: 2);
        await using var load = new VerifiedLoad(silos[0].Ready, Callers, expected);
        await load.WaitForAnswersAsync(200);

        // Frozen first, so that it surely has requests when it dies.
        silos[1].Freeze();
        await load.WaitAsync(() => load.CountHanging(Hang) > 0, "a request in the frozen encoder");
        var hanging = load.CountHanging(Hang);
        var before = load.Answered;
        silos[1].Kill();
        var start = Stopwatch.GetTimestamp();
        await load.WaitAsync(() => load.CountHanging(Hang) == 0, "an answer to the last request that the dead encoder had");
        var waited = Stopwatch.GetElapsedTime(start);
        await load.WaitForAnswersAsync(300);

        // Once more without a warning, with a third that has joined meanwhile.
        var third = (await cluster.AddAsync("encoder.3"))[0];
        await cluster.WaitForReadinessAsync(third, ready: true);
        await cluster.ConnectAsync(encoders: 2);
        silos[2].Kill();
        await load.WaitForAnswersAsync(300);
        await load.StopAsync();

        Assert.True(hanging > 0 && load.Failures.Count == 0, $"{load}\n{cluster.Log()}");
        Assert.Equal(load.Sent, load.Answered);
        TestContext.Current.SendDiagnosticMessage("{0} requests were in the encoder that died, the last was answered {1:0.00} s later; {2} were answered before. All: {3}", hanging, waited.TotalSeconds, before, load);
    }

    [Fact]
    public async Task Encoders_AllKilled_RequestsAreRefusedUntilOneJoins()
    {
        var expected = await BatchVectors.ComputeAsync(Texts());
        await using var cluster = new ClusterOfSilos();
        var silos = await cluster.AddAsync("coordinator+gateway", "encoder.1");
        foreach (var silo in silos)
            await cluster.WaitForReadinessAsync(silo, ready: true);
        await using var load = new VerifiedLoad(silos[0].Ready, callers: 4, expected);
        await load.WaitForAnswersAsync(50);

        silos[1].Kill();
        await load.WaitAsync(() => load.Refusals.Count > 0, "a refusal");
        await Task.Delay(TimeSpan.FromSeconds(2), Ct);
        await cluster.AddAsync("encoder.2");
        await load.WaitForAnswersAsync(100);
        await load.StopAsync();

        Assert.True(load.Failures.Count == 0, $"{load}\n{cluster.Log()}");
        Assert.Equal(load.Sent, load.Answered);
        TestContext.Current.SendDiagnosticMessage("{0}", load);
    }

    private static string[] Texts() => [.. Enumerable.Range(0, 256).Select(i => $"the text number {i} of those that the callers send")];
}
