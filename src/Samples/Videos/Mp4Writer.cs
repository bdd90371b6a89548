using System.Diagnostics;
using System.Globalization;

namespace UniBind.Grid.Samples;

/// <summary>Packs a clip as MP4 with the machine's ffmpeg. Its bytes depend on the ffmpeg that is installed.</summary>
internal static class Mp4Writer
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>The path of ffmpeg, or null when it is not installed.</summary>
    public static string? Tool { get; } = Find();

    /// <summary>Writes the clip to a file.</summary>
    /// <exception cref="SampleCorpusException">ffmpeg is missing, fails, or takes longer than a minute.</exception>
    public static async Task WriteAsync(VideoClip clip, string path, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Tool ?? throw Missing()) { RedirectStandardInput = true, RedirectStandardError = true };
        string[] arguments =
        [
            "-v", "error", "-nostdin", "-f", "rawvideo", "-pix_fmt", "rgb24",
            "-video_size", string.Create(CultureInfo.InvariantCulture, $"{clip.Width}x{clip.Height}"),
            "-framerate", string.Create(CultureInfo.InvariantCulture, $"100/{clip.FrameCentiseconds}"),
            "-i", "pipe:0", "-pix_fmt", "yuv420p", "-threads", "1", "-fflags", "+bitexact", "-flags:v", "+bitexact",
            "-movflags", "+faststart", "-f", "mp4", "-y", path,
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Limit);
        using var process = Process.Start(start)!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync(timeout.Token);
            await FeedAsync(process, clip, timeout.Token).ConfigureAwait(false);
            await process.WaitForExitAsync(timeout.Token).ConfigureAwait(false);
            if (process.ExitCode != 0)
                throw new SampleCorpusException($"ffmpeg could not write an mp4: {(await errors.ConfigureAwait(false)).Trim()}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SampleCorpusException($"ffmpeg took longer than {Limit.TotalSeconds:0} seconds to write an mp4.");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>The refusal when ffmpeg is not there.</summary>
    public static SampleCorpusException Missing() =>
        new("mp4 needs ffmpeg, which is not on the PATH: install it, or leave mp4 out and all videos become gif.");

    private static async Task FeedAsync(Process process, VideoClip clip, CancellationToken cancellationToken)
    {
        var pixels = new byte[clip.Width * clip.Height * 3];
        try
        {
            foreach (var frame in clip.Frames)
            {
                for (var i = 0; i < frame.Length; i++)
                    clip.Palette.AsSpan(3 * frame[i], 3).CopyTo(pixels.AsSpan(3 * i));
                await process.StandardInput.BaseStream.WriteAsync(pixels, cancellationToken).ConfigureAwait(false);
            }

            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended early; its exit code and its words say why.
        }
    }

    private static string? Find()
    {
        var name = OperatingSystem.IsWindows() ? "ffmpeg.exe" : "ffmpeg";
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
    }
}
