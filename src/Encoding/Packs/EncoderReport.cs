namespace UniBind.Grid.Encoding;

/// <summary>What a check of one encoder found.</summary>
public sealed record EncoderReport
{
    /// <summary>The modality.</summary>
    public required Modality Modality { get; init; }

    /// <summary>The encoder's hash; see <see cref="PackEncoder.Sha256"/>.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The raw dimension.</summary>
    public required int Dimension { get; init; }

    /// <summary>The preprocessing profile with its options, in one line.</summary>
    public required string Preprocessing { get; init; }

    /// <summary>The licence.</summary>
    public required PackLicence Licence { get; init; }

    /// <summary>The provider that was used; empty when the encoder did not load.</summary>
    public string Provider { get; init; } = "";

    /// <summary>How items of unequal length are batched: as the pack says, or as it was measured.</summary>
    public PaddingMode Padding { get; init; }

    /// <summary>The time to open the session and warm up.</summary>
    public TimeSpan LoadTime { get; init; }

    /// <summary>The time of one Run of one row, warm.</summary>
    public TimeSpan RunTime { get; init; }

    /// <summary>The largest difference in any component that a full batch made to a vector, padding included where it is allowed.</summary>
    public float BatchDelta { get; init; }

    /// <summary>What is wrong, one sentence each; none when the encoder may be used.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];
}
