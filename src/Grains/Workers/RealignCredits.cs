namespace UniBind.Grid.Grains;

/// <summary>How many shards of realign jobs a silo takes at a time.</summary>
internal static class RealignCredits
{
    /// <summary>One for each thread that can compute, and two that wait for the disk: each commit waits for it twice.</summary>
    public static int Of(int threads) => threads + 2;
}
