using System.Diagnostics;

namespace UniBind.Grid.Media.Tests;

public sealed class WavFuzzTests
{
    /// <summary>Damage of any kind gives samples or an item failure, nothing else, and quickly.</summary>
    [Fact]
    public void Read_DamagedWaves_GiveSamplesOrItemErrors()
    {
        var random = new Random(20260701);
        byte[][] seeds =
        [
            WavBuilder.Pcm16(8_000, 2, 1, -1, 1000, -1000),
            WavBuilder.Float(44_100, 1, 0.1f, 0.2f),
            WavBuilder.Riff(WavBuilder.Extensible(1, 1, 48_000, 24), WavBuilder.Chunk("LIST", [1, 2, 3]), WavBuilder.Chunk("data", new byte[30])),
            WavBuilder.RiffOf("RF64", 0xFFFFFFFF, WavBuilder.Chunk("ds64", new byte[28]), WavBuilder.Fmt(7, 1, 8_000, 8), WavBuilder.Chunk("data", new byte[64], 0xFFFFFFFF)),
        ];
        var clock = Stopwatch.StartNew();
        var (read, refused) = (0, 0);

        for (var round = 0; round < 20_000; round++)
        {
            var bytes = (byte[])seeds[round % seeds.Length].Clone();
            for (var flips = random.Next(4); flips > 0; flips--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            if (random.Next(3) == 0)
                bytes = bytes[..random.Next(bytes.Length)];
            try
            {
                Assert.All(WavSamples.Read(bytes), s => Assert.True(float.IsFinite(s)));
                read++;
            }
            catch (ItemException)
            {
                refused++;
            }
        }

        Assert.True(read > 1_000 && refused > 1_000, $"{read} read, {refused} refused");
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"took {clock.Elapsed}");
    }
}
