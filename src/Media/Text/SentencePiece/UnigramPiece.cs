namespace UniBind.Grid.Media;

/// <summary>One piece of a unigram vocabulary.</summary>
/// <param name="Text">Its characters; U+2581 stands for a space.</param>
/// <param name="Score">Its log-probability.</param>
/// <param name="Id">Its token id.</param>
internal readonly record struct UnigramPiece(string Text, float Score, int Id);
