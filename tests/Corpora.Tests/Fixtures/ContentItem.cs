namespace UniBind.Grid.Corpora.Tests;

/// <summary>An item of a corpus in memory.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Content">Its content: <c>broken…</c> fails while planning, <c>bad…</c> while encoding, <c>i…</c> is an image, the rest audio.</param>
/// <param name="Label">Its label.</param>
internal sealed record ContentItem(string Id, string Content, string Label = "");
