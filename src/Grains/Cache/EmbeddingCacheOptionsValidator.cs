using Microsoft.Extensions.Options;

namespace UniBind.Grid.Grains;

/// <summary>Refuses cache options that cannot work, when the silo starts.</summary>
public sealed class EmbeddingCacheOptionsValidator(IOptions<EmbeddingCacheOptions> options) : IConfigurationValidator
{
    /// <inheritdoc/>
    public void ValidateConfiguration()
    {
        var o = options.Value;
        Require(o.MaxBytes >= 1 << 20, nameof(o.MaxBytes), "at least 1 MiB");
        Require(o.MaxEntries is >= 1_000 and <= 100_000_000, nameof(o.MaxEntries), "from 1,000 to 100,000,000");
    }

    private static void Require(bool holds, string name, string range)
    {
        if (!holds)
            throw new OrleansConfigurationException($"{nameof(EmbeddingCacheOptions)}.{name} must be {range}.");
    }
}
