namespace UniBind.Grid.Samples;

/// <summary>
/// An event camera of 34 x 34 pixels: each pixel reports when the logarithm of its brightness has changed by a threshold since its last
/// report. Between two rendered moments brightness changes linearly, which places each crossing in time (the model of ESIM, Rebecq 2018).
/// </summary>
internal static class EventSimulator
{
    /// <summary>Width and height of the sensor.</summary>
    public const int Size = 34;

    private const int Pixels = Size * Size;
    private const int Moments = 100;
    private const int Levels = 256;

    // The dimmest pixel's brightness in shares of full ink: without it the logarithm has no bound.
    private const double Dark = .12;
    private static readonly double[] LogBrightness = [.. Enumerable.Range(0, Levels).Select(i => StableMath.Log(Dark + (1 - Dark) * i / (Levels - 1)))];

    /// <summary>The recording of an object, in the order of time.</summary>
    public static List<SensorEvent> Record(SampleObject thing)
    {
        var random = thing.Sensor(Modality.Event);
        var gaze = new Saccades(random);
        var thresholds = Thresholds(random);
        var field = new StrokeField(Size, Size);
        var before = new double[Pixels];
        var reference = new double[Pixels];
        var events = new List<SensorEvent>(4096);
        for (var moment = 0; moment < Moments; moment++)
        {
            field.Draw(thing.Glyph, gaze.At((double)moment / (Moments - 1)));
            for (var pixel = 0; pixel < Pixels; pixel++)
            {
                var now = LogBrightness[(int)Math.Round(field.Coverage(pixel) * (Levels - 1))];
                if (moment == 0)
                    reference[pixel] = now;
                else if (now != before[pixel])
                    Cross(events, pixel, moment, before[pixel], now, thresholds[pixel], ref reference[pixel]);
                before[pixel] = now;
            }
        }

        AddNoise(events, random);
        events.Sort(InTime);
        return events;
    }

    private static void Cross(List<SensorEvent> events, int pixel, int moment, double before, double now, double threshold, ref double reference)
    {
        var on = now > before;
        var step = on ? threshold : -threshold;
        for (var next = reference + step; on ? next <= now : next >= now; next += step)
        {
            reference = next;
            var time = (moment - 1 + Math.Clamp((next - before) / (now - before), 0, 1)) / (Moments - 1);
            events.Add(At(pixel, on, time));
        }
    }

    // No two pixels of a real sensor have quite the same threshold.
    private static double[] Thresholds(StableRandom random)
    {
        var nominal = random.Between(.22, .34);
        var thresholds = new double[Pixels];
        for (var i = 0; i < Pixels; i++)
            thresholds[i] = nominal * (1 + .06 * random.NextNormal());
        return thresholds;
    }

    // Background activity: a few events that nothing caused.
    private static void AddNoise(List<SensorEvent> events, StableRandom random)
    {
        for (var i = 40 + random.Below(80); i > 0; i--)
            events.Add(At(random.Below(Pixels), random.Chance(.5), random.NextDouble()));
    }

    private static SensorEvent At(int pixel, bool on, double time) =>
        new((byte)(pixel % Size), (byte)(pixel / Size), on, (int)Math.Round(time * (Saccades.Microseconds - 1)));

    private static int InTime(SensorEvent a, SensorEvent b)
    {
        // A total order, so that events of one microsecond stand the same way every time.
        var order = a.Microseconds.CompareTo(b.Microseconds);
        if (order == 0)
            order = (a.Y * Size + a.X).CompareTo(b.Y * Size + b.X);
        return order != 0 ? order : a.On.CompareTo(b.On);
    }
}
