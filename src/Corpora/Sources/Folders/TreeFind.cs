namespace UniBind.Grid.Corpora;

/// <summary>What the walk of a folder came upon.</summary>
/// <param name="File">A file; meaningless where there is a problem.</param>
/// <param name="Problem">Why an entry is no file of the corpus, or null.</param>
internal readonly record struct TreeFind(FoundFile File, ListedItem? Problem);
