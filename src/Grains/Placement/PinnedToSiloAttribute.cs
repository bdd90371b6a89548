using Orleans.Placement;

namespace UniBind.Grid.Grains;

/// <summary>The grain lives on the silo that its key names (<see cref="PinnedKey"/>) and nowhere else; a call fails when that silo is gone.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PinnedToSiloAttribute() : PlacementAttribute(new PinnedToSiloPlacement());
