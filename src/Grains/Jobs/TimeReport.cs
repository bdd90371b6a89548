namespace UniBind.Grid.Grains;

/// <summary>Where time went, in seconds; busy times are summed over threads.</summary>
/// <param name="Wall">From the first shard to the last.</param>
/// <param name="Decode">Reading, decoding, preprocessing.</param>
/// <param name="Queue">Prepared batches waiting for the device.</param>
/// <param name="Run">Inside the encoder.</param>
/// <param name="Write">Writing and committing parts.</param>
/// <param name="Runs">Runs of the encoder.</param>
/// <param name="Bytes">Bytes of content read.</param>
public sealed record TimeReport(double Wall, double Decode, double Queue, double Run, double Write, long Runs, long Bytes)
{
    internal static TimeReport Of(ShardTimes times, TimeSpan wall) => new(
        wall.TotalSeconds, times.Decode.TotalSeconds, times.Queue.TotalSeconds, times.Run.TotalSeconds, times.Write.TotalSeconds, times.Runs, times.Bytes);
}
