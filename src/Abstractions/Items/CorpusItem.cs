namespace UniBind.Grid;

/// <summary>One item of a corpus as its source lists it.</summary>
/// <remarks>Immutable. Which file or entry holds the content, and how to open it, is the source's matter: <see cref="Uri"/> is its address.</remarks>
public sealed record CorpusItem
{
    /// <summary>The manifest's id, else the path relative to the root with <c>/</c>, else <c>tar!key.ext</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The address of the content, as the source reads it.</summary>
    public required string Uri { get; init; }

    /// <summary>The modality, when the source knows it (manifest, folder); otherwise content decides.</summary>
    public Modality? Modality { get; init; }

    /// <summary>The item's labels, none to many.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>The object that several sensors saw, if the manifest names one.</summary>
    public string? Group { get; init; }

    /// <summary>The part of the corpus that it belongs to (<c>train</c>, <c>test</c>), if the manifest names one.</summary>
    public string? Split { get; init; }

    /// <summary>The item's text: for a text item its content, for others its caption.</summary>
    public string? Text { get; init; }

    /// <summary>The size of the content in bytes; for inline text, of its UTF-8 form.</summary>
    public long Bytes { get; init; }

    /// <summary>The SHA-256 of the content, lower-case hexadecimal, where it is known before decoding: given by a manifest, or taken while planning. Empty otherwise.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>The version of the content when it was listed: modification time in ticks, or an etag; empty when the source has none.</summary>
    public string Version { get; init; } = "";
}
