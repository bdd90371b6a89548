namespace UniBind.Grid.Media;

/// <summary>The element type of a prepared tensor.</summary>
public enum TensorType
{
    /// <summary>32-bit floating point.</summary>
    Float32,

    /// <summary>64-bit signed integer.</summary>
    Int64,
}
