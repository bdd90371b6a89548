using Microsoft.Extensions.DependencyInjection;
using UniBind.Grid.Grains;

namespace UniBind.Grid.Cluster.Tests;

/// <summary>What the online tests look at and stop within silos.</summary>
internal static class OnlineGridExtensions
{
    /// <summary>The online items that each encoder silo has in hand.</summary>
    public static int[] OnlineItems(this GridCluster grid) => [.. Encoders(grid).Select(s => s.GetRequiredService<OnlineGate>().Count)];

    /// <summary>Keeps every decode thread of the encoder silos busy until disposed.</summary>
    public static IDisposable HoldDecoders(this GridCluster grid, params int[] silos) => new Holds(
        [.. Encoders(grid).Where((_, i) => silos.Length == 0 || silos.Contains(i)).Select(s => s.GetRequiredService<DecodePool>())]);

    public static async Task WaitUntilIdleAsync(this GridCluster grid)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (grid.OnlineItems().Sum() > 0)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(5), "the places of items that nobody waits for are not free");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    private static IEnumerable<IServiceProvider> Encoders(GridCluster grid) => grid.Silos.Skip(1).Select(grid.Services);

    private sealed class Holds : IDisposable
    {
        private readonly ManualResetEventSlim _released = new();
        private readonly Task[] _held;

        public Holds(DecodePool[] pools)
        {
            var running = 0;
            var wanted = pools.Sum(p => p.Threads + 1);
            // One after the other as threads take them: an online work for each thread, those that take nothing else included.
            _held = [.. pools.SelectMany(p => Enumerable.Range(0, p.Threads + 1).Select(_ => p.RunOnlineAsync(_ =>
            {
                Interlocked.Increment(ref running);
                return _released.Wait(TimeSpan.FromSeconds(30), CancellationToken.None);
            }, CancellationToken.None)))];
            SpinWait.SpinUntil(() => Volatile.Read(ref running) == wanted, TimeSpan.FromSeconds(10));
            Assert.Equal(wanted, running);
        }

        public void Dispose()
        {
            _released.Set();
            Task.WaitAll(_held);
            _released.Dispose();
        }
    }
}
