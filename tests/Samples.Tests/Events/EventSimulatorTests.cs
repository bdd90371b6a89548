namespace UniBind.Grid.Samples.Tests;

public sealed class EventSimulatorTests
{
    [Fact]
    public void Record_EveryDigit_IsInBoundsAndInOrderOfTime()
    {
        for (var digit = 0; digit < 10; digit++)
        {
            for (var index = 0; index < 4; index++)
            {
                var events = EventSimulator.Record(new(1, digit, index));
                // N-MNIST's recordings hold about 4,000 events.
                Assert.InRange(events.Count, 700, 15_000);
                Assert.DoesNotContain(events, e => e.X >= 34 || e.Y >= 34 || e.Microseconds is < 0 or >= 300_000);
                for (var i = 1; i < events.Count; i++)
                    Assert.True(events[i - 1].Microseconds <= events[i].Microseconds);
            }
        }
    }

    [Fact]
    public void Record_ClosedGazePath_BalancesOnAndOff()
    {
        // The gaze ends where it began, so what grew brighter grew darker again: apart from noise and rounding to a threshold.
        var events = EventSimulator.Record(new(1, 0, 0));
        var on = events.Count(e => e.On);
        Assert.InRange((double)on / events.Count, .4, .6);
    }

    [Fact]
    public void Record_RestingGaze_IsQuieterThanASaccade()
    {
        // The gaze rests at the ends of each 100 ms and is fastest halfway.
        var events = EventSimulator.Record(new(1, 3, 2));
        int Within(int from, int to) => events.Count(e => e.Microseconds >= from && e.Microseconds < to);
        Assert.True(Within(40_000, 60_000) > 3 * Within(90_000, 110_000));
    }

    [Fact]
    public void Write_Events_PacksFiveBytesEach()
    {
        var bytes = NMnistWriter.Write([new(33, 7, true, 299_999), new(0, 1, false, 66_051)]);
        Assert.Equal([33, 7, 0x84, 0x93, 0xDF, 0, 1, 0x01, 0x02, 0x03], bytes);
    }
}
