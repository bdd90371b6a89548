namespace UniBind.Grid.Grains;

/// <summary>A pack that encoder silos have.</summary>
/// <param name="Sha256">Its content address.</param>
/// <param name="Silos">The silos, as they stand in pinned keys.</param>
/// <param name="IsAligned">Whether its modalities share one space already.</param>
internal sealed record FoundPack(string Sha256, string[] Silos, bool IsAligned);
