namespace UniBind.Grid.Alignment;

/// <summary>An item to write captions of.</summary>
/// <param name="Id">The item's id.</param>
/// <param name="Label">Its label, or empty.</param>
/// <param name="Modality">Its modality.</param>
/// <param name="Open">Opens its bytes.</param>
public sealed record CaptionItem(string Id, string Label, Modality Modality, Func<MediaContent> Open);
