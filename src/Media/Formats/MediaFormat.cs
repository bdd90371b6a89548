namespace UniBind.Grid.Media;

/// <summary>The container or file format of a media content, as its signature and extension tell.</summary>
public enum MediaFormat
{
    /// <summary>None of the known formats.</summary>
    Unknown = 0,

    /// <summary>UTF-8 text.</summary>
    Text,

    /// <summary>Markdown, read as text.</summary>
    Markdown,

    /// <summary>One JSON object a line.</summary>
    JsonLines,

    /// <summary>Portable network graphics.</summary>
    Png,

    /// <summary>JPEG.</summary>
    Jpeg,

    /// <summary>WebP, still or animated.</summary>
    Webp,

    /// <summary>TIFF.</summary>
    Tiff,

    /// <summary>GIF, still or animated.</summary>
    Gif,

    /// <summary>RIFF wave.</summary>
    Wav,

    /// <summary>FLAC.</summary>
    Flac,

    /// <summary>MPEG audio.</summary>
    Mp3,

    /// <summary>Ogg (Vorbis, Opus).</summary>
    Ogg,

    /// <summary>AIFF.</summary>
    Aiff,

    /// <summary>MPEG-4 and QuickTime, audio or video.</summary>
    Mp4,

    /// <summary>Matroska and WebM.</summary>
    Matroska,

    /// <summary>RIFF AVI.</summary>
    Avi,

    /// <summary>MPEG program or transport stream.</summary>
    Mpeg,

    /// <summary>Stanford polygon file, ascii or binary.</summary>
    Ply,

    /// <summary>Object file format.</summary>
    Off,

    /// <summary>Wavefront OBJ.</summary>
    Obj,

    /// <summary>Lines of x y z.</summary>
    Xyz,

    /// <summary>KITTI-style float32 x, y, z, reflectance records.</summary>
    KittiBin,

    /// <summary>A NumPy array.</summary>
    Npy,

    /// <summary>A zip of NumPy arrays.</summary>
    Npz,

    /// <summary>N-MNIST 5-byte event records.</summary>
    NMnistBin,

    /// <summary>AEDAT 4 event recording.</summary>
    Aedat4,

    /// <summary>Comma-separated event records.</summary>
    EventCsv,
}
