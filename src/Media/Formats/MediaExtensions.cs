using System.Collections.Frozen;

namespace UniBind.Grid.Media;

/// <summary>What file name extensions say, before a byte is read: for listings. <see cref="MediaSniffer"/> has the last word.</summary>
public static class MediaExtensions
{
    private static readonly FrozenDictionary<string, (MediaFormat Format, Modality? Modality)> Table = Make();

    // Files that name other files or addresses: a decoder that followed them would read what no source listed.
    private static readonly FrozenSet<string> Playlists = new[] { "m3u", "m3u8", "pls", "asx", "wpl", "xspf", "mpd", "ism", "sdp", "ffconcat", "concat", "cue" }.ToFrozenSet();

    /// <summary>All extensions of media, lower case and without the dot, sorted.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Table.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The extension of a file or entry name: lower case, without the dot, empty when there is none.</summary>
    public static string Of(string name) => Path.GetExtension(name).TrimStart('.').ToLowerInvariant();

    /// <summary>The format that a name's extension stands for; <see cref="MediaFormat.Unknown"/> when it stands for none. <c>bin</c> reads as <see cref="MediaFormat.NMnistBin"/>, though it may be <see cref="MediaFormat.KittiBin"/>.</summary>
    public static MediaFormat FormatOf(string name) => Table.TryGetValue(Of(name), out var known) ? known.Format : MediaFormat.Unknown;

    /// <summary>The modality that a name's extension stands for, or null when only the content tells it (<c>bin</c>, <c>npy</c>, <c>npz</c>).</summary>
    public static Modality? ModalityOf(string name) => Table.TryGetValue(Of(name), out var known) ? known.Modality : null;

    /// <summary>True for playlists and scripts that name other media. They are refused everywhere.</summary>
    public static bool IsPlaylist(string name) => Playlists.Contains(Of(name));

    private static FrozenDictionary<string, (MediaFormat, Modality?)> Make()
    {
        var table = new Dictionary<string, (MediaFormat, Modality?)>();
        Add(Modality.Text, (MediaFormat.Text, "txt text"), (MediaFormat.Markdown, "md markdown"), (MediaFormat.JsonLines, "jsonl ndjson"));
        Add(Modality.Image, (MediaFormat.Png, "png"), (MediaFormat.Jpeg, "jpg jpeg jpe jfif"), (MediaFormat.Webp, "webp"), (MediaFormat.Tiff, "tif tiff"), (MediaFormat.Gif, "gif"));
        Add(Modality.Audio, (MediaFormat.Wav, "wav wave"), (MediaFormat.Flac, "flac"), (MediaFormat.Mp3, "mp3 mp2 mpga"), (MediaFormat.Ogg, "ogg oga opus"),
            (MediaFormat.Aiff, "aif aiff aifc"), (MediaFormat.Mp4, "m4a m4b"), (MediaFormat.Matroska, "mka"));
        Add(Modality.Video, (MediaFormat.Mp4, "mp4 m4v mov qt 3gp"), (MediaFormat.Matroska, "mkv webm"), (MediaFormat.Avi, "avi"),
            (MediaFormat.Mpeg, "mpg mpeg m2v vob ts mts m2ts"), (MediaFormat.Ogg, "ogv"));
        Add(Modality.PointCloud, (MediaFormat.Ply, "ply"), (MediaFormat.Off, "off"), (MediaFormat.Obj, "obj"), (MediaFormat.Xyz, "xyz pts"));
        Add(Modality.Event, (MediaFormat.Aedat4, "aedat4"), (MediaFormat.EventCsv, "csv"));
        Add(null, (MediaFormat.NMnistBin, "bin"), (MediaFormat.Npy, "npy"), (MediaFormat.Npz, "npz"));
        return table.ToFrozenDictionary(StringComparer.Ordinal);

        void Add(Modality? modality, params ReadOnlySpan<(MediaFormat Format, string Extensions)> rows)
        {
            foreach (var (format, extensions) in rows)
                foreach (var extension in extensions.Split(' '))
                    table.Add(extension, (format, modality));
        }
    }
}
