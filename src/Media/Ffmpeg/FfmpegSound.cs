using System.Globalization;

namespace UniBind.Grid.Media;

/// <summary>Decodes compressed sound by ffmpeg into a wave of 32-bit floats at its own rate and channels.</summary>
internal static class FfmpegSound
{
    // Decoded sound is spooled: small clips in memory, long ones in a temporary file.
    private const int MemoryBytes = 16 << 20;
    private const int MaxOutputFactor = 4;

    /// <summary>Decodes the first sound track.</summary>
    /// <param name="tool">ffmpeg.</param>
    /// <param name="content">The content.</param>
    /// <param name="format">Its container.</param>
    /// <param name="limits">Decoded sound may take four times <see cref="MediaLimits.MaxBytes"/>.</param>
    /// <param name="cancellationToken">Kills ffmpeg.</param>
    /// <exception cref="ItemException">ffmpeg is missing, fails, or exceeds a limit; the content has no sound.</exception>
    internal static PcmTrack Open(FfmpegTool tool, MediaContent content, MediaFormat format, MediaLimits limits, CancellationToken cancellationToken)
    {
        using var input = FfmpegInput.Open(content, format, limits);
        // One second more than allowed is enough to see that a sound is too long.
        var seconds = (limits.MaxSeconds + 1).ToString(CultureInfo.InvariantCulture);
        using var process = tool.Decode(input, [], ["-map", "0:a:0", "-t", seconds, "-c:a", "pcm_f32le", "-bitexact", "-f", "wav"],
            new(limits.ToolTimeout, limits.ToolMemory, limits.MaxBytes * MaxOutputFactor), cancellationToken);
        var wave = Spool(process);
        try
        {
            process.Finish();
            wave.Position = 0;
            var header = WavReader.Read(wave);
            return new(wave, header.DataOffset, header.Format!.Value, header.Frames) { Complaint = process.Errors is [var first, ..] ? first : null };
        }
        catch
        {
            wave.Dispose();
            throw;
        }
    }

    private static Stream Spool(GuardedProcess process)
    {
        Stream stream = new MemoryStream();
        try
        {
            var buffer = new byte[1 << 16];
            int count;
            while ((count = process.Read(buffer)) > 0)
            {
                if (stream is MemoryStream memory && memory.Length + count > MemoryBytes)
                {
                    var file = TemporaryFile.Create(TemporaryFile.NewPath(), FileOptions.DeleteOnClose);
                    stream = file;
                    memory.WriteTo(file);
                }
                stream.Write(buffer, 0, count);
            }
            return stream;
        }
        catch (Exception e)
        {
            stream.Dispose();
            if (e is IOException)
                throw new ItemException(ItemStage.Read, ItemErrorCodes.Unreadable, $"The decoded sound cannot be written to the temporary folder: {e.Message}", e);
            throw;
        }
    }
}
