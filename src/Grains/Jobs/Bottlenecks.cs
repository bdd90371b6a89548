namespace UniBind.Grid.Grains;

/// <summary>Names what held work back: the stage whose own resource was busy the largest share of the time.</summary>
internal static class Bottlenecks
{
    /// <summary>Below this share of its resource no stage was busy: the device was there and had nothing, so the way to it was the limit.</summary>
    private const double Idle = 0.35;

    /// <summary>Judges by busy shares: the device of each silo for runs, its decode threads for decoding, the credits for writing.</summary>
    public static string Of(IEnumerable<ModalityTally> modalities, int devices, int decodeThreads, int slots)
    {
        var (wall, decode, run, write) = (0.0, 0.0, 0.0, 0.0);
        foreach (var m in modalities)
        {
            wall += m.Span.TotalSeconds;
            decode += m.Times.Decode.TotalSeconds;
            run += m.Times.Run.TotalSeconds;
            write += m.Times.Write.TotalSeconds;
        }
        if (wall <= 0)
            return "queue";
        (string Stage, double Share)[] shares =
        [
            ("run", run / (wall * Math.Max(1, devices))),
            ("decode", decode / (wall * Math.Max(1, decodeThreads))),
            ("write", write / (wall * Math.Max(1, slots))),
        ];
        var most = shares.MaxBy(s => s.Share);
        return most.Share < Idle ? "queue" : most.Stage;
    }
}
