namespace UniBind.Grid.Alignment;

/// <summary>A question to a language model that got no usable answer.</summary>
/// <param name="Subject">The class, or the id of the item.</param>
/// <param name="Template">The template's name.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record GenerationFailure(string Subject, string Template, string Reason);
