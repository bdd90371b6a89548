using UniBind.Grid.Testing;

namespace UniBind.Grid.Encoding.Tests;

public sealed class ProcessorCoresTests
{
    [Fact]
    public void Count_TwoThreadsACore_CountsCores()
    {
        using var folder = new TempFolder();
        for (var cpu = 0; cpu < 8; cpu++)
            folder.Write($"cpu{cpu}/topology/thread_siblings_list", $"{cpu % 4},{cpu % 4 + 4}\n");
        folder.Write("cpufreq/other", "");
        Assert.Equal(4, ProcessorCores.Count(folder.Path));
    }

    [Fact]
    public void Count_MachineThatDoesNotTell_CountsProcessors() =>
        Assert.Equal(Environment.ProcessorCount, ProcessorCores.Count("/absent/folder"));

    [Fact]
    public void PerRun_SeveralRuns_ShareTheCores()
    {
        Assert.Equal(ProcessorCores.Physical, ProcessorCores.PerRun(new EncoderHostOptions { ConcurrentRuns = 1 }));
        Assert.Equal(Math.Max(1, ProcessorCores.Physical / Math.Min(8, Environment.ProcessorCount)), ProcessorCores.PerRun(new EncoderHostOptions()));
        Assert.Equal(1, ProcessorCores.PerRun(new EncoderHostOptions { ConcurrentRuns = 64 }));
        Assert.Equal(3, ProcessorCores.PerRun(new EncoderHostOptions { IntraOpThreads = 3, ConcurrentRuns = 2 }));
    }
}
