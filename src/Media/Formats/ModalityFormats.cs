using System.Collections.Frozen;

namespace UniBind.Grid.Media;

/// <summary>Which formats each modality is read from.</summary>
internal static class ModalityFormats
{
    private static readonly FrozenDictionary<Modality, MediaFormat[]> Formats = new Dictionary<Modality, MediaFormat[]>
    {
        [Modality.Text] = [MediaFormat.Text, MediaFormat.Markdown, MediaFormat.JsonLines],
        [Modality.Image] = [MediaFormat.Png, MediaFormat.Jpeg, MediaFormat.Webp, MediaFormat.Tiff, MediaFormat.Gif],
        [Modality.Audio] = [MediaFormat.Wav, MediaFormat.Flac, MediaFormat.Mp3, MediaFormat.Ogg, MediaFormat.Aiff, MediaFormat.Mp4, MediaFormat.Matroska],
        [Modality.PointCloud] = [MediaFormat.Ply, MediaFormat.Off, MediaFormat.Obj, MediaFormat.Xyz, MediaFormat.KittiBin, MediaFormat.Npy, MediaFormat.Npz],
        [Modality.Thermal] = [MediaFormat.Png, MediaFormat.Jpeg, MediaFormat.Webp, MediaFormat.Tiff, MediaFormat.Gif],
        [Modality.Video] = [MediaFormat.Mp4, MediaFormat.Matroska, MediaFormat.Avi, MediaFormat.Mpeg, MediaFormat.Ogg, MediaFormat.Gif, MediaFormat.Webp],
        [Modality.Event] = [MediaFormat.NMnistBin, MediaFormat.Aedat4, MediaFormat.EventCsv, MediaFormat.Npy, MediaFormat.Npz],
    }.ToFrozenDictionary();

    /// <summary>The formats of a modality.</summary>
    internal static IReadOnlyList<MediaFormat> Of(Modality modality) => Formats[modality];

    /// <summary>True when a modality can be read from a format.</summary>
    internal static bool Allows(Modality modality, MediaFormat format) => Array.IndexOf(Formats[modality], format) >= 0;

    /// <summary>True when one modality can be read from both formats, so that a file may be named as one and be the other.</summary>
    internal static bool AreKin(MediaFormat a, MediaFormat b) => Modalities.All.Any(m => Allows(m, a) && Allows(m, b));
}
