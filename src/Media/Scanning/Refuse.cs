namespace UniBind.Grid.Media;

/// <summary>Makes the failures that the decoders of points, events and arrays throw, all of the stage <see cref="ItemStage.Decode"/>.</summary>
internal static class Refuse
{
    /// <summary>The content ends early or contradicts its own header.</summary>
    public static ItemException Corrupt(string message, Exception? inner = null) => new(ItemStage.Decode, ItemErrorCodes.Corrupt, message, inner);

    /// <summary>A form of a known format that no decoder reads.</summary>
    public static ItemException Unsupported(string message) => new(ItemStage.Decode, ItemErrorCodes.Unsupported, message);

    /// <summary>A limit is passed; <paramref name="limit"/> is the name of the limit that would have to be raised.</summary>
    public static ItemException TooLarge(string what, long count, string limit, long allowed) =>
        new(ItemStage.Decode, ItemErrorCodes.TooLarge, FormattableString.Invariant($"{what}: {count:N0}, and the limit {limit} is {allowed:N0}."));

    /// <summary>There is nothing in the content.</summary>
    public static ItemException Empty(string message) => new(ItemStage.Decode, ItemErrorCodes.Empty, message);

    /// <summary>A value is NaN or infinite.</summary>
    public static ItemException NotFinite(string message) => new(ItemStage.Decode, ItemErrorCodes.NotFinite, message);

    /// <summary>The content would have to be executed or would lead elsewhere.</summary>
    public static ItemException Forbidden(string message) => new(ItemStage.Decode, ItemErrorCodes.Forbidden, message);
}
