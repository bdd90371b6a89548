using Microsoft.Extensions.Options;

namespace UniBind.Grid.Grains;

/// <summary>Refuses encoder options that cannot work, when the silo starts.</summary>
public sealed class EncoderSiloOptionsValidator(IOptions<EncoderSiloOptions> options) : IConfigurationValidator
{
    /// <inheritdoc/>
    public void ValidateConfiguration()
    {
        var o = options.Value;
        Require(o.Packs.Count > 0, nameof(o.Packs), "at least one folder of an encoder pack");
        Require(o.DecodeThreads is >= 0 and <= 1024, nameof(o.DecodeThreads), "from 0 to 1024");
        Require(o.Credits is >= 1 and <= 64, nameof(o.Credits), "from 1 to 64");
        Require(o.BreakerFailures is >= 1 and <= 1000, nameof(o.BreakerFailures), "from 1 to 1000");
        Require(o.DecodedBytes >= 1 << 20, nameof(o.DecodedBytes), "at least 1 MiB");
        Require(o.PageRows is >= 1 and <= 65_536, nameof(o.PageRows), "from 1 to 65,536");
        Require(o.MaxStuckDecodes is >= 0 and <= 1024, nameof(o.MaxStuckDecodes), "from 0 to 1024");
        Require(o.OnlineItems is >= 1 and <= 1_000_000, nameof(o.OnlineItems), "from 1 to 1,000,000");
        Require(o.OnlineBytes >= EmbedRequest.MaxBytes, nameof(o.OnlineBytes), $"at least {EmbedRequest.MaxBytes:N0}");
        Require(o.OnlineTime > TimeSpan.Zero && o.OnlineTime <= TimeSpan.FromHours(1), nameof(o.OnlineTime), "more than 0 and at most an hour");
        Require(o.CanaryInterval >= TimeSpan.FromMilliseconds(100) && o.CanaryInterval <= TimeSpan.FromHours(1), nameof(o.CanaryInterval), "from 0.1 s to an hour");
        Require(o.MediaLimits.DecodeTimeout > TimeSpan.Zero && o.MediaLimits.DecodeTimeout <= TimeSpan.FromDays(1), $"{nameof(o.MediaLimits)}.{nameof(o.MediaLimits.DecodeTimeout)}", "more than 0 and at most a day");
        foreach (var (name, items) in o.ShardItems)
            Require(Modalities.TryParse(name, out _) && items is >= 1 and <= 65_536, $"{nameof(o.ShardItems)}[{name}]", "a modality with 1 to 65,536 items");
    }

    private static void Require(bool holds, string name, string range)
    {
        if (!holds)
            throw new OrleansConfigurationException($"{nameof(EncoderSiloOptions)}.{name} must be {range}.");
    }
}
