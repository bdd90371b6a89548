
namespace UniBind.Grid.Grains;

/// <summary>The strategy behind <see cref="PinnedToSiloAttribute"/>.</summary>
[GenerateSerializer, Immutable, Alias("unibind.PinnedToSiloPlacement")]
public sealed class PinnedToSiloPlacement : PlacementStrategy;
