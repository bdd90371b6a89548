namespace UniBind.Grid.Media;

/// <summary>A content as ffmpeg may open it: a local file and the one demuxer for it. Content in memory is spooled to a temporary file, since containers are read back and forth.</summary>
internal sealed class FfmpegInput : IDisposable
{
    private readonly bool _temporary;

    private FfmpegInput(string path, string demuxer, bool temporary)
    {
        Path = path;
        Demuxer = demuxer;
        _temporary = temporary;
    }

    /// <summary>The absolute path.</summary>
    internal string Path { get; }

    /// <summary>ffmpeg's name of the demuxer.</summary>
    internal string Demuxer { get; }

    /// <summary>Checks the content's signature and makes it a file.</summary>
    /// <exception cref="ItemException">The content is a playlist, not of the format, too large to spool, or cannot be read.</exception>
    internal static FfmpegInput Open(MediaContent content, MediaFormat format, MediaLimits limits)
    {
        var demuxer = ContainerSignature.Demuxer(content, format);
        return content.Path is { } path ? new(path, demuxer, false) : new(Spool(content.ReadBytes(limits.MaxBytes).Span), demuxer, true);
    }

    /// <summary>Deletes the temporary file.</summary>
    public void Dispose()
    {
        if (_temporary)
            File.Delete(Path);
    }

    private static string Spool(ReadOnlySpan<byte> bytes)
    {
        var path = TemporaryFile.NewPath();
        try
        {
            using var file = TemporaryFile.Create(path);
            file.Write(bytes);
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            File.Delete(path);
            throw new ItemException(ItemStage.Read, ItemErrorCodes.Unreadable, $"The content cannot be copied to the temporary folder: {e.Message}", e);
        }
    }
}
