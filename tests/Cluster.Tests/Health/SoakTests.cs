using UniBind.Grid.Bench.Soak;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Cluster.Tests;

public sealed class SoakTests
{
    /// <summary>Half a minute of what <c>bench/Soak</c> does for half an hour: enough to see a leak of a buffer a batch, a thread or a process an item.</summary>
    [Fact]
    public async Task Soak_HalfAMinuteOfMixedLoad_DoesNotGrow()
    {
        using var folder = new TempFolder();
        var result = await new SoakRun(folder.Path, null).RunAsync(TimeSpan.FromSeconds(30), perClass: 3);
        Assert.True(result.Jobs >= 2, $"{result.Jobs} jobs");
        Assert.True(result is { Online: > 50, DeadLettered: > 0 }, $"{result.Online} online items, {result.DeadLettered} dead letters");
        Assert.InRange(result.Last.Managed - result.First.Managed, long.MinValue, 16L << 20);
        Assert.InRange(result.Last.Resident - result.First.Resident, long.MinValue, 128L << 20);
        Assert.InRange(result.Last.Threads - result.First.Threads, int.MinValue, 16);
    }
}
