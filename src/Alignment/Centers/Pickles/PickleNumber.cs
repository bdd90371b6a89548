namespace UniBind.Grid.Alignment;

/// <summary>The number types of tensors that are read.</summary>
internal enum PickleNumber
{
    /// <summary>16 bits, IEEE.</summary>
    Half,

    /// <summary>16 bits: the upper half of a float.</summary>
    BFloat,

    /// <summary>32 bits.</summary>
    Float,

    /// <summary>64 bits.</summary>
    Double,
}
