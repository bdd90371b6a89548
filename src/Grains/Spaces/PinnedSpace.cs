namespace UniBind.Grid.Grains;

/// <summary>A space version that a reference was resolved to; it never changes any more.</summary>
/// <param name="Id">The version as it stands in output rows: <c>name@7</c>, or <c>PACK@0</c>.</param>
/// <param name="Manifest">The hash of its manifest; empty for <c>PACK@0</c>.</param>
/// <param name="Pack">The name of its encoder pack.</param>
/// <param name="PackSha256">The content address that the pack must have; null takes the grid's pack of that name.</param>
public sealed record PinnedSpace(string Id, string Manifest, string Pack, string? PackSha256)
{
    /// <summary>True for a published version, false for <c>PACK@0</c>.</summary>
    public bool IsPublished => Manifest.Length > 0;
}
