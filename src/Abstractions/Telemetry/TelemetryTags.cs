namespace UniBind.Grid;

/// <summary>The labels of the grid's metrics. None has more values than a grid has modalities, packs, spaces, devices or kinds of errors: never an id, a key or a path.</summary>
public static class TelemetryTags
{
    /// <summary>The modality's name.</summary>
    public const string Modality = "modality";

    /// <summary>The encoder pack's name.</summary>
    public const string Pack = "pack";

    /// <summary>The device: the provider really used and its number, for example <c>cuda0</c>.</summary>
    public const string Device = "device";

    /// <summary><c>online</c> or <c>batch</c>.</summary>
    public const string Traffic = "traffic";

    /// <summary>What became of it.</summary>
    public const string Outcome = "outcome";

    /// <summary>One of <see cref="ItemErrorCodes"/>.</summary>
    public const string Code = "code";

    /// <summary>What kind of work.</summary>
    public const string Kind = "kind";

    /// <summary>Why.</summary>
    public const string Reason = "reason";

    /// <summary>Where in its life.</summary>
    public const string State = "state";

    /// <summary>The value of <see cref="Traffic"/> for work that someone waits for.</summary>
    public const string Online = "online";

    /// <summary>The value of <see cref="Traffic"/> for work of jobs.</summary>
    public const string Batch = "batch";
}
