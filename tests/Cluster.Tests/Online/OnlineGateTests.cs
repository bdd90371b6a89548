using Microsoft.Extensions.Options;
using UniBind.Grid.Grains;

namespace UniBind.Grid.Cluster.Tests;

public sealed class OnlineGateTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void Enter_Full_SaysWhenThereIsRoomByTheRateAtWhichItemsLeave()
    {
        var gate = Gate(items: 10);
        for (var i = 0; i < 10; i++)
        {
            // Two items leave each half second: four a second.
            gate.Enter(2, 0, 0).Dispose();
            _time.Advance(TimeSpan.FromMilliseconds(500));
        }
        using var full = gate.Enter(10, 0, 0);
        var error = Assert.Throws<GridException>(() => gate.Enter(1, 0, 0));
        Assert.Equal((GridErrorKind.Overloaded, true), (error.Kind, error.IsTransient));
        Assert.InRange(error.RetryAfter!.Value.TotalSeconds, 2.4, 2.9); // 10 items at 4 a second
    }

    [Theory]
    [InlineData(3, 0, 0)]
    [InlineData(1, 600, 0)]
    [InlineData(1, 0, 3)]
    public void Enter_BeyondItemsBytesOrTime_IsRefusedUntilSomeLeave(int items, long bytes, double seconds)
    {
        var gate = Gate(items: 4);
        var inside = gate.Enter(2, 500, 8);
        Assert.Throws<GridException>(() => gate.Enter(items, bytes, seconds));
        inside.Dispose();
        inside.Dispose(); // counts once
        Assert.Equal(0, gate.Count);
        using var after = gate.Enter(items, bytes, seconds);
        Assert.Equal(items, gate.Count);
    }

    [Fact]
    public void Enter_LargerThanTheWhole_IsLetInAlone()
    {
        var gate = Gate(items: 4);
        using var large = gate.Enter(40, 4_000, 400);
        var error = Assert.Throws<GridException>(() => gate.Enter(1, 1, 1));
        Assert.Equal(TimeSpan.FromMinutes(1), error.RetryAfter); // nothing left yet: what it should cost, bounded
    }

    private OnlineGate Gate(int items) => new(Options.Create(new EncoderSiloOptions { OnlineItems = items, OnlineBytes = 1_000, OnlineTime = TimeSpan.FromSeconds(10) }), _time);
}
