using UniBind.Grid.Media;

namespace UniBind.Grid.Encoding;

/// <summary>How a pack is loaded.</summary>
public sealed record PackLoadOptions
{
    /// <summary>The options that hold where nothing else is asked for.</summary>
    public static PackLoadOptions Default { get; } = new();

    /// <summary>The bounds on what the pack's profiles decode.</summary>
    public MediaLimits Limits { get; init; } = MediaLimits.Default;

    /// <summary>Makes a preprocessing profile by name; the registry by default.</summary>
    public Func<string, ProfileContext, IPreprocessingProfile> CreateProfile { get; init; } = ProfileRegistry.Create;

    /// <summary>Tells what a sample is.</summary>
    internal Func<MediaContent, Modality?, MediaKind> Detect { get; init; } = MediaSniffer.Detect;
}
