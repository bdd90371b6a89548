namespace UniBind.Grid.Grains;

/// <summary>Runs the shards that are leased to an encoder silo; the silo has one.</summary>
/// <remarks>Thread-safe: shards run side by side.</remarks>
public interface IShardRunner
{
    /// <summary>Runs a shard to its commit, or adopts the part that an earlier attempt committed.</summary>
    /// <exception cref="GridException">The silo cannot run the shard.</exception>
    Task<ShardReport> RunAsync(ShardAttempt shard, CancellationToken cancellationToken);
}
