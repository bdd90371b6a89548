using Microsoft.Extensions.DependencyInjection;
using UniBind.Grid.Grains;

namespace UniBind.Grid.Cluster.Tests;

/// <summary>Lets so many shards run and holds the others: what a test breaks meanwhile is in the midst of its job on a machine of any speed.</summary>
internal sealed class HeldShards(int free)
{
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _started;

    /// <summary>Puts it before the shards of a silo.</summary>
    public void AddTo(ISiloBuilder silo)
    {
        silo.Services.AddSingleton<ShardRunner>();
        silo.Services.AddSingleton<IShardRunner>(services => new Runner(services.GetRequiredService<ShardRunner>(), this));
    }

    /// <summary>Lets those go on that are held, and holds no more.</summary>
    public void Open() => _opened.TrySetResult();

    /// <summary>Ends those that are held, as the death of their silo would, and holds no more.</summary>
    public void Lose() => _opened.TrySetException(new IOException("The silo died."));

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _started) > free && !_opened.Task.IsCompleted)
            await _opened.Task.WaitAsync(cancellationToken);
    }

    private sealed class Runner(ShardRunner inner, HeldShards held) : IShardRunner
    {
        public async Task<ShardReport> RunAsync(ShardAttempt shard, CancellationToken cancellationToken)
        {
            await held.WaitAsync(cancellationToken);
            return await inner.RunAsync(shard, cancellationToken);
        }
    }
}
