using System.Text;

namespace UniBind.Grid.Media;

/// <summary>Knows the text formats by which a media file could send a demuxer to other files or addresses.</summary>
internal static class PlaylistDetector
{
    // HLS and m3u, ffmpeg's concat script, pls, asx, SMIL, DASH, Smooth Streaming, XSPF, RealMedia and QuickTime redirects, SDP.
    private static readonly string[] Starts =
        ["#EXTM3U", "#EXT-X-", "#EXTINF", "ffconcat", "[playlist]", "[Reference]", "<asx", "<smil", "<MPD", "<SmoothStreamingMedia", "<playlist",
         "RTSPtext", "rtsp://", "http://", "https://", "file:", "concat:", "v=0\r", "v=0\n", "file '"];

    private static readonly string[] XmlRoots = ["<asx", "<smil", "<MPD", "<SmoothStreamingMedia", "<playlist"];

    /// <summary>True when the first bytes are those of a playlist or a redirect.</summary>
    /// <param name="head">The first bytes, some hundred at least where there are as many.</param>
    internal static bool IsPlaylist(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith(Encoding.UTF8.Preamble))
            head = head[3..];
        var text = Encoding.Latin1.GetString(head).TrimStart();
        if (Starts.Any(start => text.StartsWith(start, StringComparison.OrdinalIgnoreCase)))
            return true;
        return text.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase)
            && XmlRoots.Any(root => text.Contains(root, StringComparison.OrdinalIgnoreCase));
    }
}
