using Microsoft.Extensions.Options;

namespace UniBind.Grid.Client;

/// <summary>Refuses options that cannot work, each with its sentence.</summary>
internal sealed class UniBindClusterOptionsValidator : IValidateOptions<UniBindClusterOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, UniBindClusterOptions options)
    {
        var faults = Faults(options).ToArray();
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(UniBindClusterOptions o)
    {
        var address = AddressFault(o.Cluster);
        if (address is not null)
            yield return address;
        if (o.ClusterId.Length == 0)
            yield return $"{nameof(o.ClusterId)} is empty; it is the --cluster-id of the silos.";
        if (o.Model is { Length: 0 })
            yield return $"{nameof(o.Model)} is empty; name a space such as digits@stable, or leave it out.";
        if (o.Dimensions is < 1)
            yield return $"{nameof(o.Dimensions)} must be 1 or more.";
        if (o.ConnectPatience < TimeSpan.Zero || o.ReconnectPatience < TimeSpan.Zero)
            yield return $"{nameof(o.ConnectPatience)} and {nameof(o.ReconnectPatience)} must not be negative.";
    }

    private static string? AddressFault(string cluster)
    {
        try
        {
            ClusterAddress.Parse(cluster);
            return null;
        }
        catch (GridException e)
        {
            return $"{nameof(UniBindClusterOptions.Cluster)}: {e.Message}";
        }
    }
}
