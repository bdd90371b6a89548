namespace UniBind.Grid.Media;

/// <summary>How one sample is stored; all little-endian.</summary>
internal enum SampleEncoding
{
    /// <summary>8-bit, unsigned, silence at 128.</summary>
    Unsigned8,

    /// <summary>16-bit, signed.</summary>
    Signed16,

    /// <summary>24-bit, signed, packed in three bytes.</summary>
    Signed24,

    /// <summary>32-bit, signed.</summary>
    Signed32,

    /// <summary>32-bit floating point, full scale at 1.</summary>
    Float32,

    /// <summary>64-bit floating point, full scale at 1.</summary>
    Float64,

    /// <summary>ITU-T G.711 A-law.</summary>
    ALaw,

    /// <summary>ITU-T G.711 mu-law.</summary>
    MuLaw,
}
