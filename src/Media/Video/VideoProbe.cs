using System.Globalization;
using System.Text;

namespace UniBind.Grid.Media;

/// <summary>Asks ffprobe for the packets of a video track. Nothing is decoded, except for <see cref="CountFrames"/>.</summary>
internal static class VideoProbe
{
    // About 70 bytes a packet: an hour at 240 frames a second is 60 MB.
    private const long MaxOutput = 128L << 20;

    /// <summary>Reads the index of the first video track.</summary>
    /// <exception cref="ItemException">There is no video, it is damaged, longer than <see cref="MediaLimits.MaxSeconds"/>, larger than <see cref="MediaLimits.MaxPixels"/>, or ffprobe fails.</exception>
    internal static VideoIndex Read(FfmpegTool tool, FfmpegInput input, MediaLimits limits, TimeSpan time, CancellationToken cancellationToken)
    {
        string[] options = ["-select_streams", "V:0", "-show_entries",
            "packet=pts_time,dts_time,duration_time,flags:stream=width,height:stream_side_data=rotation", "-of", "compact"];
        var builder = new VideoIndexBuilder(limits);
        using var process = tool.Probe(input, options, new(time, limits.ToolMemory, MaxOutput), cancellationToken);
        foreach (var line in Lines(process))
            builder.Add(line);
        process.Finish();
        return builder.Build();
    }

    /// <summary>Decodes the whole track and counts what comes out of it.</summary>
    /// <exception cref="ItemException">ffprobe fails.</exception>
    internal static int CountFrames(FfmpegTool tool, FfmpegInput input, MediaLimits limits, TimeSpan time, CancellationToken cancellationToken)
    {
        using var process = tool.Probe(input, ["-select_streams", "V:0", "-count_frames", "-show_entries", "stream=nb_read_frames", "-of", "compact"],
            new(time, limits.ToolMemory, MaxOutput), cancellationToken);
        var count = 0;
        foreach (var line in Lines(process))
        {
            if (line.Split("nb_read_frames=") is [_, var value, ..] && int.TryParse(value.Split('|')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var frames))
                count = frames;
        }
        process.Finish();
        return count;
    }

    private static IEnumerable<string> Lines(GuardedProcess process)
    {
        var buffer = new byte[1 << 16];
        var line = new StringBuilder();
        int count;
        while ((count = process.Read(buffer)) > 0)
        {
            for (var i = 0; i < count; i++)
            {
                if (buffer[i] != '\n')
                {
                    line.Append((char)buffer[i]);
                    continue;
                }
                yield return line.ToString();
                line.Clear();
            }
        }
        yield return line.ToString();
    }
}
