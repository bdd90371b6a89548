using Orleans.Runtime.MembershipService.SiloMetadata;

namespace UniBind.Grid.Grains;

/// <summary>The encoder silos that are active now.</summary>
/// <remarks>Thread-safe; a singleton of each silo.</remarks>
public sealed class EncoderSilos(IGrainFactory grains, ISiloMetadataCache labels, ISiloStatusOracle membership) : IEncoderSilos
{
    /// <summary>The addresses of the active encoder silos, in their parsable form, sorted.</summary>
    public async Task<IReadOnlyList<string>> ListAsync()
    {
        var hosts = await grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true);
        return [.. hosts.Keys.Where(IsEncoder).Select(silo => silo.ToParsableString()).Order(StringComparer.Ordinal)];
    }

    /// <summary>The worker of an encoder silo.</summary>
    public IWorkerGrain Worker(string silo) => grains.GetGrain<IWorkerGrain>(PinnedKey.For(IWorkerGrain.KeyPrefix, silo));

    /// <summary>What an encoder silo offers, or null while it joins or leaves.</summary>
    public async Task<WorkerInfo?> TryDescribeAsync(string silo)
    {
        try
        {
            return await Worker(silo).DescribeAsync();
        }
        catch (Exception e) when (TransientFaults.IsTransient(e))
        {
            return null;
        }
    }

    IDisposable IEncoderSilos.Watch(Action<string, bool> changed) => new Listener(membership, changed);

    private bool IsEncoder(SiloAddress silo) =>
        labels.GetSiloMetadata(silo).Metadata.GetValueOrDefault(SiloLabels.RolePrefix + Role.Encoder) == SiloLabels.Yes;

    private sealed class Listener : ISiloStatusListener, IDisposable
    {
        private readonly ISiloStatusOracle _membership;
        private readonly Action<string, bool> _changed;

        public Listener(ISiloStatusOracle membership, Action<string, bool> changed)
        {
            (_membership, _changed) = (membership, changed);
            membership.SubscribeToSiloStatusEvents(this);
        }

        public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
        {
            if (status is SiloStatus.ShuttingDown or SiloStatus.Stopping or SiloStatus.Dead)
                _changed(updatedSilo.ToParsableString(), status == SiloStatus.Dead);
        }

        public void Dispose() => _membership.UnSubscribeFromSiloStatusEvents(this);
    }
}
