namespace UniBind.Grid;

/// <summary>A kind of sensor data that the grid embeds. The numeric values are stored: never renumber them.</summary>
[GenerateSerializer, Alias("unibind.Modality")]
public enum Modality
{
    /// <summary>Natural-language text, UTF-8.</summary>
    Text = 0,

    /// <summary>A still picture in visible light.</summary>
    Image = 1,

    /// <summary>Sound.</summary>
    Audio = 2,

    /// <summary>A set of points in space (x, y, z).</summary>
    PointCloud = 3,

    /// <summary>A still picture of heat radiation.</summary>
    Thermal = 4,

    /// <summary>A sequence of pictures.</summary>
    Video = 5,

    /// <summary>A recording of an event camera: (x, y, polarity, time) records.</summary>
    Event = 6,
}
