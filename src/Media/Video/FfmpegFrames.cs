using System.Diagnostics;
using System.Globalization;

namespace UniBind.Grid.Media;

/// <summary>The frames of a video file, decoded by ffmpeg; announced frames come out of one process each stretch, one frame at a time.</summary>
/// <remarks>
/// Not thread-safe. All processes of one timeline share <see cref="MediaLimits.ToolTimeout"/>. When fewer frames come out than the
/// packets promise (hidden or undecodable frames), they are counted once and the last one stands for those that are missing; a video of
/// which more than a tenth is missing is corrupt.
/// </remarks>
internal sealed class FfmpegFrames : IFrameTimeline, IFramePlan
{
    private const double LeastDecodable = 0.9;

    // A little before the key frame: containers round their seek tables.
    private const double SeekMargin = 0.5;

    private readonly FfmpegTool _tool;
    private readonly FfmpegInput _input;
    private readonly MediaLimits _limits;
    private readonly CancellationToken _cancellationToken;
    private readonly VideoIndex _index;
    private readonly long _deadline;
    private readonly Queue<FrameRun> _runs = new();
    private readonly Queue<int> _running = new();
    private GuardedProcess? _process;
    private bool _seekable;
    private int _decodable = int.MaxValue;

    private FfmpegFrames(FfmpegTool tool, FfmpegInput input, MediaLimits limits, CancellationToken cancellationToken)
    {
        _tool = tool;
        _input = input;
        _limits = limits;
        _cancellationToken = cancellationToken;
        _seekable = input.Demuxer is "mov" or "matroska";
        _deadline = Stopwatch.GetTimestamp() + (long)(limits.ToolTimeout.TotalSeconds * Stopwatch.Frequency);
        _index = VideoProbe.Read(tool, input, limits, Remaining(), cancellationToken);
    }

    /// <inheritdoc/>
    public int Width => _index.Width;

    /// <inheritdoc/>
    public int Height => _index.Height;

    /// <inheritdoc/>
    public double Duration => _index.Duration;

    /// <inheritdoc/>
    public IReadOnlyList<double> Times => _index.Times;

    /// <summary>Opens a video.</summary>
    /// <param name="tool">ffmpeg.</param>
    /// <param name="content">The content; must outlive the timeline.</param>
    /// <param name="format">Its container.</param>
    /// <param name="limits">Bounds on length, pixels, time and memory.</param>
    /// <param name="cancellationToken">Kills ffmpeg, now and in later reads.</param>
    /// <exception cref="ItemException">It is no video, is damaged or too large, or ffmpeg is missing or fails.</exception>
    internal static FfmpegFrames Open(FfmpegTool tool, MediaContent content, MediaFormat format, MediaLimits limits, CancellationToken cancellationToken)
    {
        var input = FfmpegInput.Open(content, format, limits);
        try
        {
            return new(tool, input, limits, cancellationToken);
        }
        catch
        {
            input.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Expect(ReadOnlySpan<int> frames)
    {
        Stop();
        var decodable = new SortedSet<int>();
        foreach (var frame in frames)
            decodable.Add(Math.Min(frame, _decodable - 1));
        foreach (var run in decodable.Count == 0 ? [] : FrameRun.Plan(_index, [.. decodable], _seekable))
            _runs.Enqueue(run);
    }

    /// <inheritdoc/>
    public void Read(int index, Span<byte> rgb)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, _index.Times.Length);
        var bytes = rgb[..(Width * Height * 3)];
        while (true)
        {
            index = Math.Min(index, _decodable - 1);
            if (_running.Count == 0 && _runs.TryPeek(out var next) && next.Frames[0] == index)
                Begin(_runs.Dequeue());
            else if (!_running.TryPeek(out var expected) || expected != index)
            {
                Stop();
                Begin(FrameRun.Plan(_index, [index], _seekable)[0]);
            }
            if (_process!.Read(bytes) == bytes.Length)
            {
                _running.Dequeue();
                return;
            }
            Recover();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        _input.Dispose();
    }

    private void Begin(FrameRun run)
    {
        _process?.Dispose();
        foreach (var frame in run.Frames)
            _running.Enqueue(frame);
        string[] seek = run.SeekTo is { } time
            ? ["-noaccurate_seek", "-seek_timestamp", "1", "-copyts", "-ss", (_index.Origin + time - SeekMargin).ToString("F6", CultureInfo.InvariantCulture)]
            : [];
        // Exact conversion, the same on every processor; a stream that changes its size is brought back to the first one.
        var filter = FormattableString.Invariant(
            $"select='{run.Selection(_index)}',scale={Width}:{Height}:flags=bilinear+accurate_rnd+full_chroma_int+full_chroma_inp+bitexact,format=rgb24");
        _process = _tool.Decode(_input, seek,
            ["-map", "0:V:0", "-an", "-sn", "-dn", "-vf", filter, .. _tool.PassThrough(), "-frames:v", run.Frames.Count.ToString(CultureInfo.InvariantCulture), "-f", "rawvideo"],
            new(Remaining(), _limits.ToolMemory, (long)Width * Height * 3 * run.Frames.Count), _cancellationToken);
    }

    // Fewer frames came than were asked for: a failure of ffmpeg says why; otherwise first seeking, then the packet count was wrong.
    private void Recover()
    {
        _process!.Finish();
        int[] left = [.. _running, .. _runs.SelectMany(run => run.Frames)];
        if (_seekable)
            _seekable = false;
        else if (_decodable == int.MaxValue)
            _decodable = Count();
        else
            throw new ItemException(ItemStage.Decode, ItemErrorCodes.Corrupt, FormattableString.Invariant($"Frame {left[0]} of the video cannot be decoded."));
        Expect(left);
    }

    private int Count()
    {
        var count = VideoProbe.CountFrames(_tool, _input, _limits, Remaining(), _cancellationToken);
        return count >= LeastDecodable * _index.Times.Length
            ? count
            : throw new ItemException(ItemStage.Decode, ItemErrorCodes.Corrupt, FormattableString.Invariant($"Only {count} of the video's {_index.Times.Length} frames can be decoded."));
    }

    private TimeSpan Remaining()
    {
        var left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), _deadline);
        return left > TimeSpan.Zero ? left
            : throw new ItemException(ItemStage.Decode, ItemErrorCodes.Timeout, FormattableString.Invariant($"ffmpeg took longer than {_limits.ToolTimeout.TotalSeconds:0.#} s over it."));
    }

    private void Stop()
    {
        _process?.Dispose();
        _process = null;
        _running.Clear();
        _runs.Clear();
    }
}
