namespace UniBind.Grid;

/// <summary>Where the time of an attempt went. Busy times are summed over threads and may exceed the wall time.</summary>
[GenerateSerializer, Immutable, Alias("unibind.ShardTimes")]
public sealed record ShardTimes
{
    /// <summary>From the start of the attempt to its commit.</summary>
    [Id(0)] public TimeSpan Wall { get; init; }

    /// <summary>Reading, decoding and preprocessing, summed over the decode threads.</summary>
    [Id(1)] public TimeSpan Decode { get; init; }

    /// <summary>Waiting of finished batches for the device.</summary>
    [Id(2)] public TimeSpan Queue { get; init; }

    /// <summary>Inside the encoder.</summary>
    [Id(3)] public TimeSpan Run { get; init; }

    /// <summary>Writing and committing the part.</summary>
    [Id(4)] public TimeSpan Write { get; init; }

    /// <summary>Runs of the encoder.</summary>
    [Id(5)] public long Runs { get; init; }

    /// <summary>Bytes of content read.</summary>
    [Id(6)] public long Bytes { get; init; }

    /// <summary>The sum of two accounts.</summary>
    public static ShardTimes operator +(ShardTimes a, ShardTimes b) => new()
    {
        Wall = a.Wall + b.Wall,
        Decode = a.Decode + b.Decode,
        Queue = a.Queue + b.Queue,
        Run = a.Run + b.Run,
        Write = a.Write + b.Write,
        Runs = a.Runs + b.Runs,
        Bytes = a.Bytes + b.Bytes,
    };
}
