namespace UniBind.Grid.Silo;

/// <summary>What a URL gave.</summary>
/// <param name="Name">A file name, from the URL's path; may have no extension.</param>
/// <param name="ContentType">The media type that the server claimed, or null.</param>
/// <param name="Content">The bytes.</param>
public sealed record FetchedMedia(string Name, string? ContentType, byte[] Content);
