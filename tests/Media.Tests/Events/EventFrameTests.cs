namespace UniBind.Grid.Media.Tests;

public sealed class EventFrameTests
{
    [Fact]
    public void Render_MaxCount35_GivesTheLevelsOfUniBindsSample()
    {
        // Pixel k has k events: the largest count is 35.
        var events = Enumerable.Range(1, 35).SelectMany(k => Enumerable.Repeat((k, 0, true, 0L), k)).ToArray();
        var frame = Render(positiveYellow: true, events);

        int[] published = [0, 7, 15, 22, 29, 36, 44, 51];
        Assert.Equal(published, Enumerable.Range(0, 8).Select(k => (int)frame.Rgb[3 * k]));
        Assert.Equal([66, 255], new[] { 9, 35 }.Select(k => (int)frame.Rgb[3 * k]));
    }

    [Fact]
    public void Render_BothPolarities_AddUpAndSaturate()
    {
        // Pixel 0: positive alone at full level; pixel 1: both at full level; pixel 2: half a level each (1 of 2).
        (int, int, bool, long)[] events =
        [
            (0, 0, true, 0), (0, 0, true, 1),
            (1, 0, true, 2), (1, 0, true, 3), (1, 0, false, 4), (1, 0, false, 5),
            (2, 0, true, 6), (2, 0, false, 7),
        ];
        Assert.Equal([255, 255, 0, 255, 255, 255, 128, 255, 128], Render(positiveYellow: true, events).Rgb[..9]);
        Assert.Equal([0, 255, 255, 255, 255, 255, 128, 255, 128], Render(positiveYellow: false, events).Rgb[..9]);
    }

    [Fact]
    public void Render_QuietPixels_AreBlack() =>
        Assert.Equal(34 * 34 - 1, Render(true, (5, 5, true, 0)).Rgb.Chunk(3).Count(p => p is [0, 0, 0]));

    [Fact]
    public void Render_SensorOfTooManyPixels_IsTooLarge()
    {
        var recording = Recordings.Decode("x,y,t,p\n65535,65535,0,1\n", MediaFormat.EventCsv);
        Assert.Equal(ItemErrorCodes.TooLarge, Assert.Throws<ItemException>(() => EventFrame.Render(recording, true, MediaLimits.Default)).Code);
    }

    private static EventFrame Render(bool positiveYellow, params (int X, int Y, bool Positive, long Time)[] events) =>
        EventFrame.Render(Recordings.Decode(Recordings.NMnist(events), MediaFormat.NMnistBin), positiveYellow, MediaLimits.Default);
}
