namespace UniBind.Grid.Media.Tests;

/// <summary>Frames in memory, whose every byte is the frame's number; remembers what was read.</summary>
internal sealed class FakeTimeline(IReadOnlyList<double> times, double duration) : IFrameTimeline
{
    public int Width => 2;

    public int Height => 2;

    public double Duration => duration;

    public IReadOnlyList<double> Times => times;

    public List<int> Reads { get; } = [];

    /// <summary>So many frames a second.</summary>
    public static FakeTimeline Constant(int frames, double rate) =>
        new([.. Enumerable.Range(0, frames).Select(i => i / rate)], frames / rate);

    public void Read(int index, Span<byte> rgb)
    {
        Reads.Add(index);
        rgb.Fill((byte)index);
    }

    public void Dispose()
    {
    }
}
