namespace UniBind.Grid.Corpora;

/// <summary>What became of an output that was deleted.</summary>
/// <param name="Objects">The objects that are gone, those of folders it depended on included.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Dependents">The jobs whose outputs need its raw embeddings: these stay until the last of them is deleted, too. Empty when all of it is gone.</param>
public sealed record DeletedOutput(int Objects, long Bytes, IReadOnlyList<string> Dependents);
