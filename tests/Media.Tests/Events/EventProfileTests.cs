using UniBind.Grid.Testing;

namespace UniBind.Grid.Media.Tests;

public sealed class EventProfileTests
{
    private static readonly byte[] Recording = Recordings.NMnist([.. Enumerable.Range(0, 900).Select(i => (i * 7 % 34, i * 13 % 34, i % 3 == 0, i * 300L))]);

    [Fact]
    public void UniBindEvent_Defaults_GiveAPictureAsClipTakesIt()
    {
        var item = Profiles.Prepare("unibind-event", "{}", Recording, MediaFormat.NMnistBin);
        var tensor = Assert.Single(item.Tensors);

        Assert.Equal("pixels", tensor.Name);
        Assert.Equal([1, 3, 224, 224], tensor.Shape);
        // CLIP's black is the least value: most of the picture.
        Assert.Equal(-1.7922625f, tensor.Floats!.AsSpan(0, 224 * 224).ToArray().Min(), 1e-6f);
        Assert.Equal("34x34", item.Notes["sensor"]);
        Assert.Equal("900", item.Notes["events"]);
    }

    [Fact]
    public void UniBindEvent_NativeSize_KeepsTheFrameBitForBit()
    {
        var item = Profiles.Prepare("unibind-event", """{"size": 34, "normalize": "unit", "positive": "yellow"}""", Recording, MediaFormat.NMnistBin);
        var frame = EventFrame.Render(Recordings.Decode(Recording, MediaFormat.NMnistBin), positiveYellow: true, MediaLimits.Default);
        for (var i = 0; i < 34 * 34; i++)
            for (var c = 0; c < 3; c++)
                Assert.Equal(frame.Rgb[3 * i + c] / 255f, item.Tensors[0].Floats![c * 34 * 34 + i]);
    }

    [Fact]
    public void UniBindEvent_Colours_SwapTheOuterPlanes()
    {
        float[] Render(string positive) => Profiles.Prepare("unibind-event", $$"""{"positive": "{{positive}}", "normalize": "unit"}""", Recording, MediaFormat.NMnistBin).Tensors[0].Floats!;
        var (yellow, cyan) = (Render("yellow"), Render("cyan"));
        const int Plane = 224 * 224;

        Assert.Equal(yellow.AsSpan(0, Plane), cyan.AsSpan(2 * Plane, Plane));
        Assert.False(yellow.AsSpan(0, Plane).SequenceEqual(cyan.AsSpan(0, Plane)));
    }

    [Fact]
    public void EventTimeSurface_Defaults_GiveSixPlanes()
    {
        var item = Profiles.Prepare("event-time-surface", "{}", Recording, MediaFormat.NMnistBin);
        var tensor = Assert.Single(item.Tensors);

        Assert.Equal("surface", tensor.Name);
        Assert.Equal([1, 6, 64, 64], tensor.Shape);
        Assert.Equal((0f, 1f), (tensor.Floats!.Min(), tensor.Floats!.Max()));
    }

    [Theory]
    [InlineData("unibind-event", """{"positive": "red"}""")]
    [InlineData("unibind-event", """{"size": 0}""")]
    [InlineData("unibind-event", """{"exif": true}""")]
    [InlineData("event-time-surface", """{"bins": 0}""")]
    [InlineData("event-time-surface", """{"decay": 0}""")]
    public void Create_BadOption_IsRefused(string profile, string options) =>
        Assert.Throws<InvalidDataException>(() => ProfileRegistry.Create(profile, Profiles.Options(options)));

    [Theory]
    [InlineData("unibind-event")]
    [InlineData("event-time-surface")]
    public void Prepare_LabRecordings_GiveFiniteTensors(string profile)
    {
        foreach (var (name, format) in new[] { ("sample.aedat4", MediaFormat.Aedat4), ("sample_nmnist.bin", MediaFormat.NMnistBin) })
        {
            var item = Profiles.Prepare(profile, "{}", File.ReadAllBytes(Lab.Require("data", "digits", "event_real_sample", name)), format);
            Assert.All(item.Tensors[0].Floats!, v => Assert.True(float.IsFinite(v)));
            Assert.True(item.Tensors[0].Floats!.Distinct().Count() > 50);
        }
    }
}
