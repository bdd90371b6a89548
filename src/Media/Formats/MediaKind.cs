namespace UniBind.Grid.Media;

/// <summary>What a content is.</summary>
/// <param name="Modality">The modality it will be embedded as.</param>
/// <param name="Format">Its file format.</param>
public readonly record struct MediaKind(Modality Modality, MediaFormat Format);
