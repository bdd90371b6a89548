namespace UniBind.Grid.Grains;

/// <summary>Where the grid keeps the files of its spaces: knowledge, centers, heads, manifests. Every silo must see the same folder.</summary>
public sealed class SpaceStorageOptions
{
    /// <summary>The folder; empty where a grid has no spaces.</summary>
    public string Folder { get; set; } = "";
}
