namespace UniBind.Grid.Samples.Tests;

public sealed class GlyphVideoTests
{
    [Fact]
    public void Render_EveryDigit_MovesFromFrameToFrame()
    {
        for (var digit = 0; digit < 10; digit++)
        {
            var clip = GlyphVideo.Render(new(1, digit, 1));
            Assert.InRange(clip.Frames.Length, 16, 24);
            for (var i = 1; i < clip.Frames.Length; i++)
                Assert.False(clip.Frames[i].AsSpan().SequenceEqual(clip.Frames[i - 1]), $"digit {digit} stands still at frame {i}");
        }
    }

    [Fact]
    public void At_StartAndEnd_AreTheSamePlace()
    {
        var motion = new GlyphMotion(64, new(5));
        var (start, end) = (motion.At(0), motion.At(1));
        Assert.Equal(start.X, end.X, 1e-9);
        Assert.Equal(start.Y, end.Y, 1e-9);
        Assert.Equal(start.Angle, end.Angle, 1e-9);
    }
}
