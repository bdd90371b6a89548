using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace UniBind.Grid;

/// <summary>The meter and the source of spans that every part of the grid writes to. One of each in a process: the silos of an embedded grid share them.</summary>
/// <remarks>Thread-safe. While nobody listens, a measurement costs a look at a field and a span is not made.</remarks>
public static class GridTelemetry
{
    /// <summary>The name of both.</summary>
    public const string Name = "UniBind.Grid";

    /// <summary>Where instruments are made.</summary>
    public static Meter Meter { get; } = new(Name);

    /// <summary>Where spans begin.</summary>
    public static ActivitySource Activities { get; } = new(Name);

    /// <summary>Boundaries for what takes from half a millisecond to half a minute, in seconds.</summary>
    public static InstrumentAdvice<double> ShortTimes { get; } = new()
    {
        HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    };

    /// <summary>Boundaries for what takes from a tenth of a second to an hour, in seconds.</summary>
    public static InstrumentAdvice<double> LongTimes { get; } = new()
    {
        HistogramBucketBoundaries = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 80, 160, 320, 640, 3_600],
    };

    /// <summary>Boundaries of the OpenTelemetry conventions for requests to models, in seconds.</summary>
    public static InstrumentAdvice<double> RequestTimes { get; } = new()
    {
        HistogramBucketBoundaries = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92],
    };

    /// <summary>Boundaries of the OpenTelemetry conventions for numbers of tokens.</summary>
    public static InstrumentAdvice<long> TokenCounts { get; } = new()
    {
        HistogramBucketBoundaries = [1, 4, 16, 64, 256, 1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216, 67_108_864],
    };
}
