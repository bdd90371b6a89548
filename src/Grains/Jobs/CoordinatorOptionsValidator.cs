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
        Require(o.SaveInterval >= TimeSpan.FromMilliseconds(100), nameof(o.SaveInterval), "at least 100 ms");
    }

    private static void Require(bool holds, string name, string range)
    {
        if (!holds)
            throw new OrleansConfigurationException($"{nameof(CoordinatorOptions)}.{name} must be {range}.");
    }
}
