using Orleans.Metadata;
using Orleans.Placement;

namespace UniBind.Grid.Grains;

/// <summary>The label that <see cref="RequireSiloLabelAttribute"/> asks for, as it travels in the grain's properties.</summary>
public sealed class RequireSiloLabelStrategy : PlacementFilterStrategy
{
    private const string KeyProperty = "key";
    private const string ValueProperty = "value";

    /// <summary>Made by Orleans; the label is read from the grain's properties.</summary>
    public RequireSiloLabelStrategy() : base(0)
    {
    }

    /// <summary>Made by the attribute.</summary>
    public RequireSiloLabelStrategy(string key, string value, int order) : base(order)
    {
        Key = key;
        Value = value;
    }

    /// <summary>The label's key.</summary>
    public string Key { get; private set; } = "";

    /// <summary>The value it must have.</summary>
    public string Value { get; private set; } = "";

    /// <inheritdoc/>
    public override void AdditionalInitialize(GrainProperties properties)
    {
        Key = GetPlacementFilterGrainProperty(KeyProperty, properties)!;
        Value = GetPlacementFilterGrainProperty(ValueProperty, properties)!;
    }

    /// <inheritdoc/>
    protected override IEnumerable<KeyValuePair<string, string>> GetAdditionalGrainProperties(
        IServiceProvider services, Type grainClass, GrainType grainType, IReadOnlyDictionary<string, string> existingProperties) =>
        [new(KeyProperty, Key), new(ValueProperty, Value)];
}
