namespace UniBind.Grid.Encoding.Tests;

/// <summary>What each descriptor must see and what it must overlook, on inputs made for the purpose.</summary>
public sealed class ClassicDescriptorTests
{
    [Fact]
    public void Image_LessContrast_ChangesLessThanTurnedStripes()
    {
        using var session = ClassicSession.Of(Modality.Image);
        var stripes = session.Unit(Plane(3, (x, _) => 0.5f + 0.4f * MathF.Sin(x / 3f)));
        var faint = session.Unit(Plane(3, (x, _) => 0.5f + 0.15f * MathF.Sin(x / 3f)));
        var turned = session.Unit(Plane(3, (_, y) => 0.5f + 0.4f * MathF.Sin(y / 3f)));

        AssertNearer(stripes, faint, turned, margin: 0.3f);
    }

    [Fact]
    public void Image_Colour_Tells()
    {
        using var session = ClassicSession.Of(Modality.Image);
        float[] Of(float red, float green, float blue) => session.Unit([.. Plane(1, (_, _) => red), .. Plane(1, (_, _) => green), .. Plane(1, (_, _) => blue)]);

        AssertNearer(Of(0.8f, 0.1f, 0.1f), Of(0.7f, 0.1f, 0.15f), Of(0.1f, 0.1f, 0.8f), margin: 0.3f);
    }

    [Fact]
    public void Thermal_WarmerSurroundings_ChangeLessThanAnotherPlace()
    {
        using var session = ClassicSession.Of(Modality.Thermal);
        float[] Blob(float centreX, float ground) =>
            session.Unit(Plane(1, (x, y) => ground + 0.4f * MathF.Exp(-((x - centreX) * (x - centreX) + (y - 64) * (y - 64)) / 200)));

        AssertNearer(Blob(32, 0.2f), Blob(32, 0.35f), Blob(96, 0.2f), margin: 0.1f);
    }

    [Fact]
    public void Audio_LouderCopy_IsNearerThanAnotherTone()
    {
        using var session = ClassicSession.Of(Modality.Audio);
        float[] Tone(int band, float gain) => session.Unit(Mel((b, t) => -0.8f + gain + MathF.Exp(-(b - band) * (b - band) / 8f) * (t % 40 < 20 ? 1 : 0.2f)));

        AssertNearer(Tone(30, 0), Tone(30, 0.3f), Tone(90, 0), margin: 0.2f);
    }

    [Fact]
    public void Audio_ShortClip_IsItsSoundAndNotItsPadding()
    {
        using var session = ClassicSession.Of(Modality.Audio);
        float[] Tone(int band, int frames) => session.Unit(Mel((b, t) => t < frames ? -0.8f + MathF.Exp(-(b - band) * (b - band) / 8f) : 0.4670606f));

        AssertNearer(Tone(30, 198), Tone(30, 60), Tone(60, 198), margin: 0.3f);
    }

    [Fact]
    public void PointCloud_OtherPointsOfTheShape_AreNearerThanAnotherShape()
    {
        using var session = ClassicSession.Of(Modality.PointCloud);
        var random = new Random(4);
        float[] Sphere() => session.Unit(Cloud(random, (u, v, w) => Scaled(u, v, w, 1f / MathF.Sqrt(u * u + v * v + w * w))));
        float[] Cube() => session.Unit(Cloud(random, (u, v, w) => Scaled(u, v, w, 0.57f / MathF.Max(MathF.Abs(u), MathF.Max(MathF.Abs(v), MathF.Abs(w))))));

        AssertNearer(Sphere(), Sphere(), Cube(), margin: 0.05f);
    }

    [Fact]
    public void PointCloud_TurnedAboutTheVertical_ChangesTheOccupancyGridOnly()
    {
        using var session = ClassicSession.Of(Modality.PointCloud);
        var cloud = Cloud(new Random(5), (u, v, w) => [0.8f * u * u, 0.5f * v, 0.3f * w * v]);
        var (sin, cos) = MathF.SinCos(0.7f);
        float[] turned = [.. cloud.Chunk(3).SelectMany(p => new[] { cos * p[0] - sin * p[2], p[1], sin * p[0] + cos * p[2] })];

        var (before, after) = (session.Run(1, cloud)[0], session.Run(1, turned)[0]);

        var invariant = before.Length - 7 * 7 * 7;
        for (var i = 0; i < invariant; i++)
            Assert.Equal(before[i], after[i], 2e-3f);
        Assert.True(Enumerable.Range(invariant, 7 * 7 * 7).Max(i => MathF.Abs(before[i] - after[i])) > 0.05f);
    }

    [Fact]
    public void Video_SameMotionOfAnotherShape_IsNearerInMotionThanTheOppositeMotion()
    {
        using var session = ClassicSession.Of(Modality.Video);
        float[] Moving(float speed, float radius) => session.Unit(Clip((x, y, t) =>
            MathF.Max(MathF.Abs(x - 32 - speed * (t - 3.5f)), MathF.Abs(y - 32)) < radius ? 0.9f : 0.1f));

        AssertNearer(Moving(3, 10), Moving(3, 12), Moving(-3, 10), margin: 0.02f);
    }

    [Fact]
    public void Video_StillClip_HasNoMotion()
    {
        using var session = ClassicSession.Of(Modality.Video);
        float[] Square(float flicker) => session.Unit(Clip((x, y, t) => (MathF.Max(MathF.Abs(x - 32), MathF.Abs(y - 32)) < 10 ? 0.9f : 0.1f) + (t % 2 == 0 ? flicker : 0)));

        // A flicker of one in a hundred is sensor noise and must not count as motion; one in five is no noise.
        Assert.True(NearestNeighbour.Cosine(Square(0), Square(0.01f)) > 0.99f);
        Assert.True(NearestNeighbour.Cosine(Square(0), Square(0.2f)) < 0.95f);
    }

    [Fact]
    public void Event_ReversedTime_Tells()
    {
        using var session = ClassicSession.Of(Modality.Event);
        // A bar that moves: each time bin shows it further on. Three bins of one polarity, then three of the other.
        float[] Bar(float first, float step) => session.Unit(Surface((c, x, _) => MathF.Exp(-MathF.Abs(x - first - step * (c % 3)) / 2)));

        AssertNearer(Bar(16, 12), Bar(17, 12), Bar(40, -12), margin: 0.1f);
    }

    private static void AssertNearer(float[] anchor, float[] near, float[] far, float margin)
    {
        var (like, unlike) = (NearestNeighbour.Cosine(anchor, near), NearestNeighbour.Cosine(anchor, far));
        Assert.True(like > unlike + margin, FormattableString.Invariant($"{like} should exceed {unlike} by {margin}"));
    }

    private static float[] Plane(int channels, Func<float, float, float> value) =>
        [.. Enumerable.Range(0, channels * 128 * 128).Select(i => value(i % 128, i / 128 % 128))];

    private static float[] Mel(Func<int, int, float> value) => [.. Enumerable.Range(0, 128 * 204).Select(i => value(i / 204, i % 204))];

    private static float[] Clip(Func<float, float, float, float> value) => [.. Enumerable.Range(0, 8 * 64 * 64).Select(i => value(i % 64, i / 64 % 64, i / 4096))];

    private static float[] Surface(Func<int, float, float, float> value) => [.. Enumerable.Range(0, 6 * 64 * 64).Select(i => value(i / 4096, i % 64, i / 64 % 64))];

    private static float[] Cloud(Random random, Func<float, float, float, float[]> onShape) =>
        [.. Enumerable.Range(0, 1024).SelectMany(_ => onShape(2 * random.NextSingle() - 1, 2 * random.NextSingle() - 1, 2 * random.NextSingle() - 1))];

    private static float[] Scaled(float x, float y, float z, float scale) => [scale * x, scale * y, scale * z];
}
