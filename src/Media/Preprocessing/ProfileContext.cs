using System.Text.Json;

namespace UniBind.Grid.Media;

/// <summary>What a profile is made from.</summary>
public sealed record ProfileContext
{
    /// <summary>The profile's options as they stand in the pack; an undefined element means none.</summary>
    public JsonElement Options { get; init; }

    /// <summary>Opens a file of the pack (a vocabulary) by the name that the options give. Its path and hash are checked already.</summary>
    public Func<string, Stream> OpenResource { get; init; } =
        name => throw new InvalidDataException($"The profile asks for the file '{name}', but there is no pack to take it from.");

    /// <summary>The bounds on what is decoded.</summary>
    public MediaLimits Limits { get; init; } = MediaLimits.Default;

    /// <summary>What to do with texts longer than the encoder's window.</summary>
    public LongText LongText { get; init; } = LongText.Truncate;
}
