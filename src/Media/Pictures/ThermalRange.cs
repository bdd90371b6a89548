using System.Numerics.Tensors;
using System.Text.Json;

namespace UniBind.Grid.Media;

/// <summary>Which raw samples of a thermal picture become 0 and 1. What lies beyond is cut.</summary>
/// <remarks>
/// <c>x = clamp((raw - low) / (high - low), 0, 1)</c>, with <c>low</c> and <c>high</c>: the smallest and largest sample of the picture
/// (<c>minmax</c>; a picture of one value becomes 0), the type's own range (<c>full</c>: 0..255, 0..65,535), or two given numbers.
/// </remarks>
internal sealed record ThermalRange
{
    private const string Option = "range";
    private readonly (double Low, double High)? _fixed;
    private readonly bool _full;

    private ThermalRange(bool full, (double, double)? bounds)
    {
        _full = full;
        _fixed = bounds;
    }

    /// <summary>Reads the option <c>range</c>: <c>"minmax"</c>, <c>"full"</c> or <c>[low, high]</c>.</summary>
    /// <returns>Null when it is not given: <c>full</c> for 8 bits, <c>minmax</c> for more.</returns>
    /// <exception cref="InvalidDataException">The option is none of these.</exception>
    internal static ThermalRange? Read(ProfileOptions options)
    {
        if (!options.TryTake(Option, out var value))
            return null;
        if (value.ValueKind == JsonValueKind.String && value.GetString() is "minmax" or "full")
            return new(value.ValueEquals("full"), null);
        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 2
            && value[0].ValueKind == JsonValueKind.Number && value[1].ValueKind == JsonValueKind.Number
            && value[0].TryGetDouble(out var low) && value[1].TryGetDouble(out var high) && low < high && double.IsFinite(high - low))
            return new(false, (low, high));
        throw options.Refuse(Option, "\"minmax\", \"full\" or [low, high] with low < high");
    }

    /// <summary>True when 8-bit samples need no scaling but the division by 255.</summary>
    internal bool IsFull => _full;

    /// <summary>The rule where none is given.</summary>
    internal static ThermalRange MinMax { get; } = new(false, null);

    /// <summary>Scales samples in place.</summary>
    /// <param name="plane">The raw samples; all finite.</param>
    /// <param name="depth">Their type.</param>
    /// <returns>What became 0 and 1.</returns>
    /// <exception cref="ItemException">The type has no range of its own, and <c>full</c> was asked for.</exception>
    internal (double Low, double High) Apply(Span<float> plane, SampleDepth depth)
    {
        var (low, high) = _fixed ?? (_full ? Full(depth) : (TensorPrimitives.Min<float>(plane), TensorPrimitives.Max<float>(plane)));
        var scale = high > low ? 1 / (high - low) : 0;
        foreach (ref var x in plane)
            x = (float)Math.Clamp((x - low) * scale, 0, 1);
        return (low, high);
    }

    /// <summary>The option as it stands in fingerprints.</summary>
    public override string ToString() => _fixed is var (low, high) ? FormattableString.Invariant($"[{low},{high}]") : _full ? "full" : "minmax";

    private static (double, double) Full(SampleDepth depth) => depth switch
    {
        SampleDepth.Bits8 => (0, byte.MaxValue),
        SampleDepth.Bits16 => (0, ushort.MaxValue),
        _ => throw new ItemException(ItemStage.Preprocess, ItemErrorCodes.Unsupported, "The thermal picture has floating-point samples, which have no full range; set the profile's option range to \"minmax\" or [low, high]."),
    };
}
