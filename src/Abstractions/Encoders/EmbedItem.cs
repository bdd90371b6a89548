namespace UniBind.Grid;

/// <summary>One item to embed online.</summary>
/// <remarks>The bytes travel as they are and must not be changed after the call.</remarks>
/// <param name="Name">The file name with its extension, for format detection and messages.</param>
/// <param name="Content">The compressed content; the items of a call have at most <see cref="EmbedRequest.MaxBytes"/> together.</param>
[GenerateSerializer, Immutable, Alias("unibind.EmbedItem")]
public sealed record EmbedItem([property: Id(0)] string Name, [property: Id(1)] byte[] Content);
