namespace UniBind.Grid.Bench.Checker;

/// <summary>What is compared.</summary>
/// <param name="Listing">A text file with the id of every item, one a line; an id that the corpus repeats is repeated here.</param>
/// <param name="Output">The output folder of the run with faults.</param>
/// <param name="Reference">The output folder of a run without faults over the same corpus.</param>
/// <param name="RunEntries">Entries that are sorted in memory at a time.</param>
internal sealed record CheckOptions(string Listing, string Output, string Reference, int RunEntries = 1 << 18);
