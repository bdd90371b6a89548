namespace UniBind.Grid.Media;

/// <summary>The type of the samples of a decoded picture.</summary>
internal enum SampleDepth
{
    /// <summary>Unsigned bytes, 0 to 255.</summary>
    Bits8,

    /// <summary>Unsigned 16-bit numbers, 0 to 65,535.</summary>
    Bits16,

    /// <summary>32-bit floating point in the file's own unit, for example degrees.</summary>
    Float,
}
