using Microsoft.Extensions.Options;

namespace UniBind.Grid.Grains;

/// <summary>Refuses coordinator options that cannot work, when the silo starts.</summary>
public sealed class CoordinatorOptionsValidator(IOptions<CoordinatorOptions> options) : IConfigurationValidator
{
    /// <inheritdoc/>
    public void ValidateConfiguration()
    {
        var o = options.Value;
        Require(o.PagesAhead is >= 1 and <= 64, nameof(o.PagesAhead), "from 1 to 64");
        Require(o.MaxAttempts is >= 1 and <= 100, nameof(o.MaxAttempts), "from 1 to 100");
        Require(o.WorkerRefresh >= TimeSpan.FromMilliseconds(50), nameof(o.WorkerRefresh), "at least 50 ms");
        Require(o.WorkerPatience >= TimeSpan.Zero, nameof(o.WorkerPatience), "not negative");
        Require(o.MaxTransientAttempts is >= 1 and <= 1000, nameof(o.MaxTransientAttempts), "from 1 to 1000");
        Require(o.HeartbeatInterval >= TimeSpan.FromMilliseconds(10), nameof(o.HeartbeatInterval), "at least 10 ms");
        Require(o.LeaseDuration >= o.HeartbeatInterval * 2, nameof(o.LeaseDuration), "at least two heartbeats");
        Require(o.StallTimeout >= o.HeartbeatInterval * 2, nameof(o.StallTimeout), "at least two heartbeats");
        Require(o.SpeculationFactor >= 1, nameof(o.SpeculationFactor), "at least 1");
        Require(o.SpeculationAfter >= TimeSpan.Zero, nameof(o.SpeculationAfter), "not negative");
        Require(o.QueueAhead >= TimeSpan.Zero, nameof(o.QueueAhead), "not negative");
        Require(o.BreakerFailures is >= 1 and <= 1000, nameof(o.BreakerFailures), "from 1 to 1000");
        Require(o.BreakerPause >= TimeSpan.Zero, nameof(o.BreakerPause), "not negative");
        Require(o.MaxActiveRuns is >= 1 and <= 10_000, nameof(o.MaxActiveRuns), "from 1 to 10,000");
        Require(o.ReminderPeriod >= TimeSpan.FromSeconds(1), nameof(o.ReminderPeriod), "at least 1 s");
        Require(o.SaveInterval >= TimeSpan.FromMilliseconds(100), nameof(o.SaveInterval), "at least 100 ms");
    }

    private static void Require(bool holds, string name, string range)
    {
        if (!holds)
            throw new OrleansConfigurationException($"{nameof(CoordinatorOptions)}.{name} must be {range}.");
    }
}
