using UniBind.Grid.Testing;

namespace UniBind.Grid.Media.Tests;

public sealed class NMnistDecoderTests
{
    [Fact]
    public void Decode_Records_GivesColumnsRowsPolaritiesAndTimes()
    {
        // The first two records of a real recording, by hand: x=7 y=15 p=1 t=0x00028E; x=19 y=18 p=0 t=0x000BB7.
        byte[] bytes = [0x07, 0x0F, 0x80, 0x02, 0x8E, 0x13, 0x12, 0x00, 0x0B, 0xB7];
        var recording = Recordings.Decode(bytes, MediaFormat.NMnistBin);

        Assert.Equal([(7, 15, true, 0x28EL), (19, 18, false, 0xBB7L)], Recordings.Events(recording));
        Assert.Equal((34, 34), (recording.Width, recording.Height));
    }

    [Fact]
    public void Decode_BeyondNMnistsWindow_TakesTheExtentOfTheEvents()
    {
        var recording = Recordings.Decode(Recordings.NMnist((200, 3, true, 1), (5, 150, true, 2)), MediaFormat.NMnistBin);
        Assert.Equal((201, 151), (recording.Width, recording.Height));
    }

    [Fact]
    public void Decode_TimesThatWrap_AreUnwrapped()
    {
        var recording = Recordings.Decode(Recordings.NMnist((0, 0, true, 8_388_000), (0, 0, true, 5), (0, 0, true, 8_388_100), (0, 0, true, 2)), MediaFormat.NMnistBin);
        Assert.Equal([8_388_000L, 8_388_613, 16_776_708, 16_777_218], recording.Time);
        Assert.False(recording.Sorted);
    }

    [Fact]
    public void Decode_OverflowMarkers_AddTimeAndAreNoEvents()
    {
        var recording = Recordings.Decode(Recordings.NMnist((1, 1, true, 100), (0, 240, false, 0), (2, 2, false, 200)), MediaFormat.NMnistBin);
        Assert.Equal([(1, 1, true, 100L), (2, 2, false, 8_392L)], Recordings.Events(recording));
        Assert.Equal(34, recording.Height);
    }

    [Fact]
    public void Decode_TimesOutOfOrder_AreSortedStably()
    {
        var recording = Recordings.Decode(Recordings.NMnist((1, 0, true, 500), (2, 0, true, 400), (3, 0, true, 500), (4, 0, true, 400), (5, 0, true, 70_000)), MediaFormat.NMnistBin);
        Assert.Equal([2, 4, 1, 3, 5], recording.X.Select(x => (int)x));
        Assert.True(recording.Sorted);
    }

    [Fact]
    public void Sort_RandomTimes_AgreesWithAStableSort()
    {
        var random = new Random(8);
        long[] time = [.. Enumerable.Range(0, 5_000).Select(i => i % 3 == 0 ? random.Next(50) : random.NextInt64(-(1L << 62), 1L << 62))];
        ushort[] x = [.. Enumerable.Range(0, 5_000).Select(i => (ushort)i)];
        var sorted = EventTimeSort.Sort(x, x, [.. x.Select(v => v % 2 == 0)], time);

        Assert.Equal(x.OrderBy(i => time[i]), sorted.X);
        Assert.Equal(time.Order(), sorted.Time);
        Assert.Equal(sorted.X.Select(v => v % 2 == 0), sorted.Positive);
    }

    [Fact]
    public void Decode_UnsoundFile_IsRefused()
    {
        Assert.Equal(ItemErrorCodes.Empty, Recordings.FailureOf([], MediaFormat.NMnistBin));
        Assert.Equal(ItemErrorCodes.Empty, Recordings.FailureOf(Recordings.NMnist((0, 240, false, 0)), MediaFormat.NMnistBin));
        Assert.Equal(ItemErrorCodes.Corrupt, Recordings.FailureOf([1, 2, 3, 4], MediaFormat.NMnistBin));
        Assert.Equal(ItemErrorCodes.TooLarge, Recordings.FailureOf(new byte[15], MediaFormat.NMnistBin, MediaLimits.Default with { MaxEvents = 2 }));
        Assert.Equal(ItemErrorCodes.Unsupported, Recordings.FailureOf([1], MediaFormat.Wav));
    }

    [Fact]
    public void Decode_LabRecording_IsPlausible()
    {
        var recording = Recordings.Decode(File.ReadAllBytes(Lab.Require("data", "digits", "event_real_sample", "sample_nmnist.bin")), MediaFormat.NMnistBin);
        Assert.Equal(4_325, recording.Count);
        Assert.Equal((34, 34), (recording.Width, recording.Height));
        // Three saccades of 100 ms.
        Assert.InRange(recording.Duration, 290_000, 320_000);
    }

    [Fact]
    public void Decode_LabSimulations_AllDecode()
    {
        var files = Directory.GetFiles(Lab.Require("data", "digits", "event_simulated"), "*.bin", SearchOption.AllDirectories);
        Assert.Equal(300, files.Length);
        foreach (var file in files)
        {
            var recording = Recordings.Decode(File.ReadAllBytes(file), MediaFormat.NMnistBin);
            Assert.Equal((34, 34, new FileInfo(file).Length / 5), (recording.Width, recording.Height, recording.Count));
        }
    }

    [Fact]
    public void Decode_Damaged_GivesARecordingOrAnItemException() =>
        Mutations.Survive(Recordings.NMnist([.. Enumerable.Range(0, 200).Select(i => (i % 34, i % 33, i % 2 == 0, i * 40_000L))]), bytes => Recordings.Decode(bytes, MediaFormat.NMnistBin));
}
