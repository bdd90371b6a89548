namespace UniBind.Grid.Media;

/// <summary>The three flavours of PLY.</summary>
internal enum PlyEncoding
{
    /// <summary>Text.</summary>
    Ascii,

    /// <summary>Binary, least significant byte first.</summary>
    LittleEndian,

    /// <summary>Binary, most significant byte first.</summary>
    BigEndian,
}
