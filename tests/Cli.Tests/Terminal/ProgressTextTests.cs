namespace UniBind.Grid.Cli.Tests;

public sealed class ProgressTextTests
{
    [Theory]
    [InlineData(0, "0.0 s")]
    [InlineData(0.34, "0.3 s")]
    [InlineData(9.9, "9.9 s")]
    [InlineData(10, "10 s")]
    [InlineData(99, "99 s")]
    [InlineData(100, "1 min 40 s")]
    [InlineData(3_661, "61 min 1 s")]
    [InlineData(6_000, "1 h 40 min")]
    [InlineData(90_000, "25 h 0 min")]
    public void Span_Seconds_AreSaidAsPeopleSayThem(double seconds, string expected) =>
        Assert.Equal(expected, ProgressText.Span(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1_023, "1023 B")]
    [InlineData(1_024, "1.0 KiB")]
    [InlineData(1_536, "1.5 KiB")]
    [InlineData(1L << 20, "1.0 MiB")]
    [InlineData(1L << 30, "1.0 GiB")]
    [InlineData(5L << 40, "5120.0 GiB")]
    public void Bytes_Numbers_AreSaidInBinaryUnits(long bytes, string expected) => Assert.Equal(expected, ProgressText.Bytes(bytes));

    [Theory]
    [InlineData(0, "-")]
    [InlineData(0.24, "0.2")]
    [InlineData(9.94, "9.9")]
    [InlineData(10.4, "10")]
    [InlineData(12_345.6, "12,346")]
    public void Rate_Speeds_HaveTheDigitsTheyDeserve(double perSecond, string expected) => Assert.Equal(expected, ProgressText.Rate(perSecond));

    [Fact]
    public void Line_RunningJob_HasStateItemsSpeedTimeAndModalities()
    {
        var progress = new JobProgress
        {
            JobId = "j",
            State = JobState.Running,
            Listed = 12_000,
            Embedded = 4_000,
            DeadLettered = 2,
            Filtered = 98,
            ItemsPerSecond = 214.4,
            Remaining = TimeSpan.FromSeconds(36.8),
            Modalities = [new(Modality.Image, 8_000, 3_900, 2, 200), new(Modality.PointCloud, 4_000, 100, 0, 14)],
        };
        Assert.Equal("running  4,100 of 12,000+ items, 214 items/s, 37 s left, 2 dead letters | image 3,902/8,000 | pointcloud 100/4,000", ProgressText.Line(progress));
    }

    [Fact]
    public void Line_FinishedJob_LeavesOutWhatIsNotKnown() => Assert.Equal(
        "done     7 of 7 items",
        ProgressText.Line(new JobProgress { JobId = "j", State = JobState.Done, Listed = 7, ListingComplete = true, Embedded = 7, Remaining = TimeSpan.Zero }));
}
