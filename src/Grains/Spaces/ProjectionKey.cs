namespace UniBind.Grid.Grains;

/// <summary>What a projection depends on.</summary>
internal readonly record struct ProjectionKey(string Manifest, Modality Modality, string Encoder, int RawDimension);
