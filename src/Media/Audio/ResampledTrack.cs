using System.Buffers;

namespace UniBind.Grid.Media;

/// <summary>A track as it sounds at another rate; any range of it can be read without the rest.</summary>
/// <remarks>Not thread-safe. The track underneath stays the caller's.</remarks>
internal sealed class ResampledTrack
{
    private const int BlockInput = 1 << 16;

    private readonly PcmTrack _track;
    private readonly ResamplingKernel? _kernel;

    /// <summary>A view of a track.</summary>
    /// <param name="track">The sound.</param>
    /// <param name="rate">The wanted rate in Hz.</param>
    internal ResampledTrack(PcmTrack track, int rate)
    {
        _track = track;
        _kernel = track.Format.SampleRate == rate ? null : ResamplingKernel.For(track.Format.SampleRate, rate);
        // torchaudio's target length, ceil(new * length / orig).
        Length = _kernel is null ? track.Frames : (long)(((Int128)track.Frames * _kernel.To + _kernel.From - 1) / _kernel.From);
    }

    /// <summary>The length in samples at the wanted rate.</summary>
    internal long Length { get; }

    /// <summary>Reads a range of samples.</summary>
    /// <param name="start">The first sample; the range must lie within the length.</param>
    /// <param name="first">Receives the first channel; empty when not wanted.</param>
    /// <param name="mix">Receives the mean of all channels; empty when not wanted, else as long as <paramref name="first"/> if both are wanted.</param>
    /// <exception cref="ItemException">A sample is not finite.</exception>
    internal void Read(long start, Span<float> first, Span<float> mix)
    {
        if (_kernel is null)
        {
            _track.Read(start, first, mix);
            return;
        }
        // In blocks, so that neither a long range nor an extreme ratio needs more than a few hundred kilobytes of input at once.
        var count = Math.Max(first.Length, mix.Length);
        var block = Math.Max(1, (int)((long)BlockInput * _kernel.To / _kernel.From));
        for (var done = 0; done < count; done += block)
        {
            var length = Math.Min(block, count - done);
            Resample(_kernel, start + done, first.IsEmpty ? [] : first.Slice(done, length), mix.IsEmpty ? [] : mix.Slice(done, length));
        }
    }

    private void Resample(ResamplingKernel kernel, long start, Span<float> first, Span<float> mix)
    {
        var from = kernel.FirstInput(start);
        var last = start + Math.Max(first.Length, mix.Length) - 1;
        var length = (int)(kernel.FirstInput(last) + kernel.Taps - from);
        var pool = ArrayPool<float>.Shared;
        var firstInput = pool.Rent(first.IsEmpty ? 0 : length);
        var mixInput = pool.Rent(mix.IsEmpty ? 0 : length);
        try
        {
            var a = first.IsEmpty ? [] : firstInput.AsSpan(0, length);
            var b = mix.IsEmpty ? [] : mixInput.AsSpan(0, length);
            ReadPadded(from, a, b, length);
            if (!first.IsEmpty)
                kernel.Apply(a, start, first);
            if (!mix.IsEmpty)
                kernel.Apply(b, start, mix);
        }
        finally
        {
            pool.Return(mixInput);
            pool.Return(firstInput);
        }
    }

    // Before the first and after the last frame there is silence, as in torchaudio.
    private void ReadPadded(long from, Span<float> first, Span<float> mix, int length)
    {
        first.Clear();
        mix.Clear();
        var begin = Math.Clamp(from, 0, _track.Frames);
        var end = Math.Clamp(from + length, begin, _track.Frames);
        if (end == begin)
            return;
        var skip = (int)(begin - from);
        var count = (int)(end - begin);
        _track.Read(begin, first.IsEmpty ? [] : first.Slice(skip, count), mix.IsEmpty ? [] : mix.Slice(skip, count));
    }
}
