namespace UniBind.Grid.Encoding;

/// <summary>What <c>pack.json</c> says. Immutable.</summary>
public sealed record PackManifest
{
    /// <summary>The version of the format that this code reads and writes.</summary>
    public const int CurrentSchema = 1;

    /// <summary>The pack's name: lower-case letters, digits, <c>-</c>, <c>_</c> and <c>.</c>, at most 64.</summary>
    public required string Name { get; init; }

    /// <summary>The pack's version, for example <c>1.0.0</c>.</summary>
    public required string Version { get; init; }

    /// <summary>What the pack holds, for people.</summary>
    public string Description { get; init; } = "";

    /// <summary>True when the encoders share one space already (CLIP, ImageBind), so that heads are identities.</summary>
    public bool Aligned { get; init; }

    /// <summary>The licence of every encoder that names none of its own.</summary>
    public required PackLicence Licence { get; init; }

    /// <summary>The encoders by modality, at least one.</summary>
    public required IReadOnlyDictionary<Modality, EncoderManifest> Encoders { get; init; }
}
