using System.Numerics.Tensors;

namespace UniBind.Grid.Alignment;

/// <summary>Brings vectors to length 1, and finds those that have no direction.</summary>
internal static class Directions
{
    /// <summary>How far the length of a stored unit vector may be from 1.</summary>
    private const float Tolerance = 1e-3f;

    /// <summary>Divides a vector by its length.</summary>
    /// <returns>False when the vector is zero or not finite; it is left as it is then.</returns>
    public static bool TryNormalise(Span<float> vector)
    {
        var norm = TensorPrimitives.Norm<float>(vector);
        if (!float.IsFinite(norm) || norm == 0)
            return false;
        TensorPrimitives.Divide(vector, norm, vector);
        return true;
    }

    /// <summary>Whether a vector has length 1, and so is finite.</summary>
    public static bool IsUnit(ReadOnlySpan<float> vector) => MathF.Abs(TensorPrimitives.Norm(vector) - 1) <= Tolerance;
}
