namespace UniBind.Grid.Media;

/// <summary>The scalar types of PLY files, under both of their naming schemes.</summary>
internal enum PlyType : byte
{
    /// <summary><c>char</c>, <c>int8</c>.</summary>
    Int8,

    /// <summary><c>uchar</c>, <c>uint8</c>.</summary>
    UInt8,

    /// <summary><c>short</c>, <c>int16</c>.</summary>
    Int16,

    /// <summary><c>ushort</c>, <c>uint16</c>.</summary>
    UInt16,

    /// <summary><c>int</c>, <c>int32</c>.</summary>
    Int32,

    /// <summary><c>uint</c>, <c>uint32</c>.</summary>
    UInt32,

    /// <summary><c>float</c>, <c>float32</c>.</summary>
    Float32,

    /// <summary><c>double</c>, <c>float64</c>.</summary>
    Float64,
}
