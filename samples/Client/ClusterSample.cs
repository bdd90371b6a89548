using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using UniBind.Grid.Client;

namespace UniBind.Grid.Samples.Client;

/// <summary>A client of a cluster, inside its network.</summary>
internal static class ClusterSample
{
    public static async Task<ReadOnlyMemory<float>> RunAsync(string cluster, string clusterId)
    {
        // docs: cluster
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddUniBindGridCluster(o =>
        {
            o.Cluster = cluster;                    // "redis:6379"
            o.ClusterId = clusterId;                // "unibind"
            o.Model = "classic@0";
        });
        using var host = builder.Build();
        await host.StartAsync();

        var grid = host.Services.GetRequiredService<IGridClient>();
        var workers = await grid.DescribeWorkersAsync();
        var generator = host.Services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();
        ReadOnlyMemory<float> vector = await generator.GenerateVectorAsync($"a grid of {workers.Count} encoder silos");
        // docs: end
        await host.StopAsync();
        return vector;
    }
}
