namespace UniBind.Grid.Bench.Quality;

/// <summary>One labelled item of the lab.</summary>
/// <param name="Id">Unique within its set.</param>
/// <param name="Label">Its class.</param>
/// <param name="Unit">What must not be torn between splits: the digit picture, the speaker, the official fold, the source frame, the model.</param>
/// <param name="Name">A file name, for the format.</param>
/// <param name="Read">Reads the content.</param>
internal sealed record LabItem(string Id, string Label, string Unit, string Name, Func<byte[]> Read);
