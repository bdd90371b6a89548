namespace UniBind.Grid.Media;

/// <summary>The values of one tensor of one prepared item, row-major, with the leading row dimension.</summary>
/// <param name="Name">The name within the profile.</param>
/// <param name="Shape">[rows, ...]; every dimension at least 1.</param>
/// <param name="Floats">The values when the type is <see cref="TensorType.Float32"/>, otherwise null.</param>
/// <param name="Longs">The values when the type is <see cref="TensorType.Int64"/>, otherwise null.</param>
public sealed record PreparedTensor(string Name, IReadOnlyList<int> Shape, float[]? Floats, long[]? Longs)
{
    /// <summary>A float tensor; the array's length is the product of the shape.</summary>
    public static PreparedTensor Of(string name, float[] values, params int[] shape) => new(name, shape, values, null);

    /// <summary>An integer tensor; the array's length is the product of the shape.</summary>
    public static PreparedTensor Of(string name, long[] values, params int[] shape) => new(name, shape, null, values);

    /// <summary>The element type.</summary>
    public TensorType Type => Floats is null ? TensorType.Int64 : TensorType.Float32;

    /// <summary>The size of the values in bytes.</summary>
    public long ByteLength => Floats is null ? 8L * Longs!.Length : 4L * Floats.Length;
}
