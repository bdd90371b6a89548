namespace UniBind.Grid.Bench.Chaos;

/// <summary>Makes schedules from seeds: the same seed and options give the same schedule on every machine.</summary>
internal static class ScheduleMaker
{
    private const double SplitSeconds = 30;
    private static readonly double[] ResumePoints = [0.10, 0.25, 0.50, 0.75, 0.90, 0.99];
    private static readonly double[] PoisonRates = [0, 0.001, 0.05];
    private static readonly Phase[] Phases = Enum.GetValues<Phase>();

    /// <summary>Makes the schedule of a seed. Seeds that follow each other go through the faults in turn, so that N seeds show each of N faults.</summary>
    public static Schedule Make(int seed, IReadOnlyList<FaultKind> faults, int items, string store, int encoders, int coordinators)
    {
        var random = new Random(seed);
        var injections = new List<Injection> { One(faults[(seed - 1 + faults.Count) % faults.Count], seed / faults.Count, random, encoders, coordinators) };
        // Two faults at once are what practice brings; those that last would only hide each other.
        var others = faults.Where(f => f is FaultKind.KillEncoder or FaultKind.KillCoordinator or FaultKind.DeliverTwice && f != injections[0].Fault).ToList();
        if (others.Count > 0 && random.NextDouble() < 0.4)
            injections.Add(One(others[random.Next(others.Count)], random.Next(Phases.Length), random, encoders, coordinators));
        return new Schedule { Seed = seed, Items = items, Poison = PoisonRates[random.Next(PoisonRates.Length)], Store = store, Injections = injections };
    }

    /// <param name="fault">What.</param>
    /// <param name="turn">How often the seeds went through the faults: phases and resume points follow it, so that all of them come up.</param>
    /// <param name="random">The seed's numbers.</param>
    /// <param name="encoders">Encoder silos.</param>
    /// <param name="coordinators">Coordinator silos.</param>
    private static Injection One(FaultKind fault, int turn, Random random, int encoders, int coordinators)
    {
        var (encoder, coordinator, progress) = (random.Next(encoders), random.Next(coordinators), Math.Round(0.1 + 0.6 * random.NextDouble(), 2));
        var restart = random.NextDouble() < 0.5 ? 0 : Math.Round(1 + 6 * random.NextDouble(), 1);
        var phase = Phases[turn % Phases.Length];
        return fault switch
        {
            FaultKind.KillEncoder => new(fault, phase, null, encoder, restart),
            FaultKind.KillCoordinator => new(fault, phase, null, coordinator, restart),
            FaultKind.KillAll => new(fault, phase, null, 0, 1),
            FaultKind.Resume => new(fault, null, ResumePoints[turn % ResumePoints.Length], 0, 1),
            FaultKind.StopEncoder => new(fault, null, progress, encoder, SplitSeconds),
            FaultKind.StopCoordinator => new(fault, null, progress, coordinator, SplitSeconds),
            FaultKind.DeliverTwice => new(fault, null, progress, encoder, 0),
            FaultKind.StorageThrows => new(fault, Phase.Listing, null, 0, 20, Math.Round(0.05 + 0.25 * random.NextDouble(), 2)),
            FaultKind.StorageSlow => new(fault, Phase.Listing, null, 0, 20, Math.Round(0.2 + 0.6 * random.NextDouble(), 2)),
            FaultKind.FullDisk => new(fault, null, progress, 0, Math.Round(4 + 8 * random.NextDouble(), 1)),
            FaultKind.TornWrite => new(fault, Phase.Committing, null, encoder, Math.Max(1, restart)),
            FaultKind.ClockJump => new(fault, null, progress, encoder, 10, random.Next(1, 48) * (random.Next(2) == 0 ? -1 : 1)),
            FaultKind.Partition => new(fault, null, progress, encoder, SplitSeconds),
            _ => throw new ArgumentOutOfRangeException(nameof(fault)),
        };
    }
}
