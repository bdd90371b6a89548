using Orleans.Placement;

namespace UniBind.Grid.Grains;

/// <summary>Places a grain only on silos that carry a label. Orleans' own filter compares with the calling silo, which means "stay here", not "go there".</summary>
/// <param name="key">The label's key.</param>
/// <param name="value">The value it must have.</param>
/// <param name="order">The order among several filters.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RequireSiloLabelAttribute(string key, string value, int order = 0)
    : PlacementFilterAttribute(new RequireSiloLabelStrategy(key, value, order));
