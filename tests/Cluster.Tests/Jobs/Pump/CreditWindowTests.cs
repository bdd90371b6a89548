using UniBind.Grid.Grains;

namespace UniBind.Grid.Cluster.Tests;

public sealed class CreditWindowTests
{
    private readonly CoordinatorOptions _options = new() { QueueAhead = TimeSpan.FromSeconds(2) };

    [Theory]
    [InlineData(10, 4)]
    [InlineData(2, 6)]
    [InlineData(1.2, 8)]
    [InlineData(0.01, 12)]
    public void Measure_SpeedOfTheSilo_KeepsTwoSecondsOfWorkWaitingWithinBounds(double shardSeconds, int window)
    {
        var worker = Worker(credits: 3);
        Assert.Equal(3, worker.Window);
        for (var i = 0; i < 40; i++)
            worker.Measure(TimeSpan.FromSeconds(shardSeconds));
        Assert.Equal(window, worker.Window);
    }

    [Fact]
    public void Freest_FastAndSlowSilo_FillsBothInProportionToTheirSpeed()
    {
        var (fast, slow) = (Worker(credits: 2), Worker(credits: 2));
        fast.Measure(TimeSpan.FromSeconds(0.5));
        slow.Measure(TimeSpan.FromSeconds(2));
        for (var i = 0; i < 10; i++)
            new[] { fast, slow }.Where(w => w.Free > 0).MinBy(w => w.Wait)!.InFlight++;
        Assert.Equal((8, 2), (fast.InFlight, slow.InFlight));
    }

    private PooledWorker Worker(int credits)
    {
        var output = new FakeOutput(1);
        var silo = new FakeSilo("a", output, credits);
        return new PooledWorker(silo, silo.Info, _options, TimeProvider.System);
    }
}
