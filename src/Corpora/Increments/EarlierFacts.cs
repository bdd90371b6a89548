namespace UniBind.Grid.Corpora;

/// <summary>What the index of an earlier job was made of, as <c>_plan/earlier.json</c> holds it.</summary>
/// <param name="Job">The earlier job.</param>
/// <param name="Output">Its output.</param>
/// <param name="Items">Its items with rows.</param>
/// <param name="Sha256">The SHA-256 of the index, lower-case hexadecimal.</param>
internal sealed record EarlierFacts(string Job, string Output, long Items, string Sha256);
