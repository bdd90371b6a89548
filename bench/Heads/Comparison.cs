using System.Diagnostics;
using System.Globalization;

namespace UniBind.Grid.Alignment.Bench;

/// <summary>Something measured in turns with plain products of the same sizes.</summary>
internal static class Comparison
{
    private const int Warmups = 2;

    // A thread of the reference goes on spinning for a while after its Run, which must not count against what is measured next.
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(15);

    /// <summary>Prints GFLOP/s of both and their ratio: median and, in brackets, the 10th and 90th percentile over the rounds.</summary>
    public static double Run(string name, IReadOnlyList<PlainMatMul> plain, Action measured, int rounds)
    {
        var flops = plain.Sum(p => p.Flops);
        var (reference, own) = (new double[rounds], new double[rounds]);
        for (var r = -Warmups; r < rounds; r++)
        {
            var referenceSeconds = plain.Sum(p => Time(p.Run));
            var ownSeconds = Time(measured);
            if (r >= 0)
                (reference[r], own[r]) = (flops / referenceSeconds / 1e9, flops / ownSeconds / 1e9);
        }
        var ratios = own.Zip(reference, (o, f) => o / f).ToArray();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-52} {Spread(own, "F1"),-24} {Spread(reference, "F1"),-24} {Spread(ratios, "F2")}"));
        return Percentile(ratios, 0.5);
    }

    /// <summary>Prints the seconds of something.</summary>
    public static void Seconds(string name, Action measured, int rounds)
    {
        measured();
        var seconds = Enumerable.Range(0, rounds).Select(_ => Time(measured)).ToArray();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-52} {Spread(seconds, "F3")} s"));
    }

    private static double Time(Action action)
    {
        Thread.Sleep(s_pause);
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static string Spread(double[] values, string format) =>
        string.Create(CultureInfo.InvariantCulture, $"{Percentile(values, 0.5).ToString(format, CultureInfo.InvariantCulture)} [{Percentile(values, 0.1).ToString(format, CultureInfo.InvariantCulture)}..{Percentile(values, 0.9).ToString(format, CultureInfo.InvariantCulture)}]");

    private static double Percentile(double[] values, double share) => values.Order().ElementAt((int)Math.Round(share * (values.Length - 1)));
}
