using Microsoft.Extensions.Logging.Abstractions;
using UniBind.Grid.Grains;

namespace UniBind.Grid.Cluster.Tests;

/// <summary>The real pump over fake silos, in turns like those of a grain.</summary>
internal sealed class PumpRun : IEncoderSilos
{
    private readonly FakeSilo[] _silos;
    private readonly HashSet<string> _gone = [];
    private Action<string, bool>? _changed;

    public PumpRun(FakeOutput output, params FakeSilo[] silos)
    {
        (Output, _silos) = (output, silos);
        var spec = new JobSpec { Source = "/nowhere", Output = "/nowhere/out", Space = "p@0" };
        Pump = new JobPump(new JobRun("job", 1, spec, "sha", ""), new WorkerPool(this, "p", "sha", Options, NullLogger.Instance), Tally, Options, NullLogger.Instance);
    }

    public CoordinatorOptions Options { get; } = new()
    {
        HeartbeatInterval = TimeSpan.FromMilliseconds(20),
        LeaseDuration = TimeSpan.FromMilliseconds(400),
        StallTimeout = TimeSpan.FromSeconds(30),
        WorkerRefresh = TimeSpan.FromMilliseconds(50),
        SpeculationAfter = TimeSpan.FromSeconds(30),
        BreakerPause = TimeSpan.FromMilliseconds(300),
    };

    public FakeOutput Output { get; }

    public JobTally Tally { get; } = new();

    public JobPump Pump { get; }

    public Task RunAsync() => Task.Factory.StartNew(
        () => Pump.RunAsync(TestContext.Current.CancellationToken),
        TestContext.Current.CancellationToken,
        TaskCreationOptions.None,
        new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler).Unwrap().WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

    /// <summary>Membership declares a silo dead.</summary>
    public void Lose(FakeSilo silo)
    {
        lock (_gone)
            _gone.Add(silo.Name);
        _changed!(silo.Name, true);
    }

    /// <summary>Every item is counted once.</summary>
    public void RequireWhole()
    {
        Assert.Equal(Output.Shards.Length, Output.Parts.Count);
        Assert.Equal(Output.Shards.Length * FakeOutput.Items, Tally.Embedded);
        Assert.Equal(Output.Shards.Length * FakeOutput.Items, Tally.Rows);
    }

    public Task<IReadOnlyList<string>> ListAsync()
    {
        lock (_gone)
            return Task.FromResult<IReadOnlyList<string>>([.. _silos.Select(s => s.Name).Except(_gone)]);
    }

    public IWorkerGrain Worker(string silo) => _silos.Single(s => s.Name == silo);

    public async Task<WorkerInfo?> TryDescribeAsync(string silo) => await Worker(silo).DescribeAsync();

    public IDisposable Watch(Action<string, bool> changed)
    {
        _changed = changed;
        return new MemoryStream();
    }
}
