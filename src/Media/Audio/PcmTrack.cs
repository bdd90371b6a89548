using System.Buffers;

namespace UniBind.Grid.Media;

/// <summary>Uncompressed sound with random access: decodes only what is asked for, so that an hour costs no more than its clips.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class PcmTrack : IDisposable
{
    // Samples decoded at a time: 32 KiB of floats stay in the first cache levels.
    private const int BlockSamples = 8_192;

    private readonly Stream _stream;
    private readonly long _offset;

    /// <summary>A track over samples in a stream.</summary>
    /// <param name="stream">A seekable stream; the track disposes it.</param>
    /// <param name="offset">Where the samples begin.</param>
    /// <param name="format">Their layout.</param>
    /// <param name="frames">The number of frames.</param>
    internal PcmTrack(Stream stream, long offset, PcmFormat format, long frames)
    {
        _stream = stream;
        _offset = offset;
        Format = format;
        Frames = frames;
    }

    /// <summary>The sample layout.</summary>
    internal PcmFormat Format { get; }

    /// <summary>The length in frames.</summary>
    internal long Frames { get; }

    /// <summary>What the decoder complained about without giving up, or null.</summary>
    internal string? Complaint { get; init; }

    /// <summary>Decodes a range of frames.</summary>
    /// <param name="start">The first frame; the range must lie within the track.</param>
    /// <param name="first">Receives the first channel; empty when not wanted.</param>
    /// <param name="mix">Receives the mean of all channels; empty when not wanted, else as long as <paramref name="first"/> if both are wanted.</param>
    /// <exception cref="ItemException">A sample is not finite, or the content became shorter while it was read.</exception>
    internal void Read(long start, Span<float> first, Span<float> mix)
    {
        var count = Math.Max(first.Length, mix.Length);
        var block = Math.Max(1, BlockSamples / Format.Channels);
        var bytes = ArrayPool<byte>.Shared.Rent(block * Format.FrameBytes);
        var samples = ArrayPool<float>.Shared.Rent(block * Format.Channels);
        try
        {
            _stream.Position = _offset + start * Format.FrameBytes;
            for (var done = 0; done < count; done += block)
            {
                var frames = Math.Min(block, count - done);
                var wanted = frames * Format.FrameBytes;
                if (_stream.ReadAtLeast(bytes.AsSpan(0, wanted), wanted, throwOnEndOfStream: false) < wanted)
                    throw new ItemException(ItemStage.Read, ItemErrorCodes.Changed, "The sound became shorter while it was read.");
                var decoded = samples.AsSpan(0, frames * Format.Channels);
                SampleDecoder.Decode(bytes.AsSpan(0, wanted), Format.Encoding, decoded);
                if (!first.IsEmpty)
                    TakeFirst(decoded, Format.Channels, first.Slice(done, frames));
                if (!mix.IsEmpty)
                    TakeMean(decoded, Format.Channels, mix.Slice(done, frames));
            }
        }
        catch (IOException e)
        {
            throw new ItemException(ItemStage.Read, ItemErrorCodes.Unreadable, $"The sound cannot be read: {e.Message}", e);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(samples);
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private static void TakeFirst(ReadOnlySpan<float> samples, int channels, Span<float> destination)
    {
        if (channels == 1)
        {
            samples.CopyTo(destination);
            return;
        }
        for (int i = 0, at = 0; i < destination.Length; i++, at += channels)
            destination[i] = samples[at];
    }

    private static void TakeMean(ReadOnlySpan<float> samples, int channels, Span<float> destination)
    {
        if (channels == 1)
        {
            samples.CopyTo(destination);
            return;
        }
        for (int i = 0, at = 0; i < destination.Length; i++, at += channels)
        {
            var sum = 0f;
            foreach (var sample in samples.Slice(at, channels))
                sum += sample;
            destination[i] = sum / channels;
        }
    }
}
