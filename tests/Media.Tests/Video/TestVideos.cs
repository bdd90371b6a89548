using System.Diagnostics;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Media.Tests;

/// <summary>Media made by the installed ffmpeg, once a kind.</summary>
internal static class TestVideos
{
    private static readonly Lock Lock = new();
    private static readonly Dictionary<string, byte[]> Made = [];

    /// <summary>
    /// Frames of one flat gray each, whose level tells the frame: 16 + 2 times its number. Luma alone, so that a lossy codec keeps it.
    /// </summary>
    public static byte[] Gray(string extension, int frames, params ReadOnlySpan<string> codec) =>
        Make(extension, [.. Source($"color=black:size=64x48:rate=10,geq=lum='16+2*N':cb=128:cr=128", frames), .. codec]);

    /// <summary>ffmpeg's moving test picture.</summary>
    public static byte[] Pattern(string extension, int width, int height, int frames, params ReadOnlySpan<string> codec) =>
        Make(extension, [.. Source($"testsrc=size={width}x{height}:rate=25", frames), .. codec]);

    /// <summary>A file that ffmpeg writes.</summary>
    public static byte[] Make(string extension, params ReadOnlySpan<string> arguments)
    {
        var ffmpeg = Tools.Require("ffmpeg");
        var key = extension + " " + string.Join(' ', arguments);
        lock (Lock)
        {
            if (Made.TryGetValue(key, out var bytes))
                return bytes;
            using var folder = new TempFolder();
            var path = folder.File("made." + extension);
            using var process = Process.Start(new ProcessStartInfo(ffmpeg, ["-v", "error", "-nostdin", .. arguments, "-bitexact", path]))!;
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
            return Made[key] = File.ReadAllBytes(path);
        }
    }

    private static string[] Source(string filter, int frames) =>
        ["-f", "lavfi", "-i", filter, "-frames:v", frames.ToString(System.Globalization.CultureInfo.InvariantCulture)];
}
