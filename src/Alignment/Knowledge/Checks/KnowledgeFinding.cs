namespace UniBind.Grid.Alignment;

/// <summary>What a check found about one description.</summary>
/// <param name="Index">The description's place in the list that was checked, from 0.</param>
/// <param name="Check">The check.</param>
/// <param name="Margin">
/// How far it is beyond the limit, above 0, in the check's own unit: cosine beyond the threshold (near-duplicate), words (length), cosine to the other class less
/// that to its own (off-class), standard deviations below its class's usual beyond the limit (unrelated); 1 for a refusal.
/// </param>
/// <param name="Reason">The finding in words, with the figures.</param>
public sealed record KnowledgeFinding(int Index, KnowledgeCheck Check, double Margin, string Reason);
