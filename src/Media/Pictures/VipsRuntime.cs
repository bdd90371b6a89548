using NetVips;
using Vips = NetVips.NetVips;

namespace UniBind.Grid.Media;

/// <summary>The one place that sets libvips up, for the whole process, and that opens pictures with it.</summary>
/// <remarks>
/// Thread-safe. Parallelism belongs to the grid, so libvips works with one thread a picture; items are decoded once, so its
/// operation cache is off; and the loader is always named by our own signature check, never chosen by libvips.
/// </remarks>
internal static class VipsRuntime
{
    private const string LogDomain = "VIPS";

    static VipsRuntime()
    {
        // Warnings about damaged files would otherwise go to the process's standard error; failures come back as exceptions.
        Log.SetLogHandler(LogDomain, Enums.LogLevelFlags.Warning | Enums.LogLevelFlags.Message | Enums.LogLevelFlags.Info, static (_, _, _) => { });
        Vips.BlockUntrusted = true;
        Vips.Concurrency = 1;
        Cache.Max = 0;
        Cache.MaxMem = 0;
        Cache.MaxFiles = 0;
        Version = $"{Vips.Version(0)}.{Vips.Version(1)}.{Vips.Version(2)}";
    }

    /// <summary>The version of libvips that decodes here, for fingerprints.</summary>
    internal static string Version { get; }

    /// <summary>A source over the bytes of a picture. Dispose it after every image that was opened from it.</summary>
    internal static Source OpenSource(ReadOnlyMemory<byte> bytes) =>
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(bytes, out var segment)
            && segment.Offset == 0 && segment.Count == segment.Array!.Length
            ? Source.NewFromMemory(segment.Array)
            : Source.NewFromMemory(bytes.Span);

    /// <summary>Opens a picture: its header is read, its pixels not yet.</summary>
    /// <param name="source">The bytes.</param>
    /// <param name="format">The format, which names the loader.</param>
    /// <param name="shrink">Decode at one over this size, where the format can (JPEG: 1, 2, 4, 8).</param>
    /// <param name="pages">How many pages of an animation to open below each other; -1 for all.</param>
    /// <exception cref="VipsException">The header is damaged.</exception>
    /// <exception cref="ItemException">The format is no picture.</exception>
    internal static Image Open(Source source, MediaFormat format, int shrink = 1, int pages = 1)
    {
        const Enums.Access access = Enums.Access.Sequential;
        const Enums.FailOn failOn = Enums.FailOn.Error;
        return format switch
        {
            MediaFormat.Jpeg => Image.JpegloadSource(source, shrink: shrink, access: access, failOn: failOn),
            MediaFormat.Png => Image.PngloadSource(source, access: access, failOn: failOn),
            MediaFormat.Webp => Image.WebploadSource(source, n: pages, access: access, failOn: failOn),
            MediaFormat.Tiff => Image.TiffloadSource(source, access: access, failOn: failOn),
            MediaFormat.Gif => Image.GifloadSource(source, n: pages, access: access, failOn: failOn),
            _ => throw new ItemException(ItemStage.Decode, ItemErrorCodes.Unsupported, $"The format {format} is no picture format."),
        };
    }

    /// <summary>The failure of one item for a failure of libvips.</summary>
    internal static ItemException Corrupt(MediaFormat format, VipsException e)
    {
        // libvips appends its log to the message: the last line is the nearest cause.
        var cause = e.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "";
        return new(ItemStage.Decode, ItemErrorCodes.Corrupt, $"The {format.ToString().ToLowerInvariant()} picture is damaged or cut off ({cause}).", e);
    }
}
