namespace UniBind.Grid.Client;

/// <summary>A list in OpenAI's form.</summary>
/// <param name="Data">Its elements.</param>
internal sealed record WireList<T>(T[] Data);
