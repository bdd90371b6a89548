using System.Net.Http.Headers;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace UniBind.Grid.Client;

/// <summary>
/// Registers a grid: <see cref="GridEmbeddingGenerator"/>, also as <c>IEmbeddingGenerator&lt;string, Embedding&lt;float&gt;&gt;</c> and
/// <c>IEmbeddingGenerator&lt;DataContent, Embedding&lt;float&gt;&gt;</c>, and <see cref="GridHttpClient"/> (over HTTP) or <see cref="IGridClient"/> (over a cluster's client).
/// </summary>
public static class UniBindGridServiceCollectionExtensions
{
    /// <summary>A grid over HTTP.</summary>
    /// <param name="services">The program's services.</param>
    /// <param name="configure">Sets at least <see cref="UniBindGridOptions.Endpoint"/>.</param>
    public static IServiceCollection AddUniBindGrid(this IServiceCollection services, Action<UniBindGridOptions> configure)
    {
        services.AddOptions<UniBindGridOptions>().Configure(configure).ValidateOnStart();
        return services.AddGridOverHttp();
    }

    /// <summary>A grid over HTTP, of a configuration section, usually <c>configuration.GetSection(UniBindGridOptions.Section)</c>.</summary>
    /// <param name="services">The program's services.</param>
    /// <param name="section">Has at least <c>Endpoint</c>.</param>
    public static IServiceCollection AddUniBindGrid(this IServiceCollection services, IConfiguration section)
    {
        services.AddOptions<UniBindGridOptions>().Bind(section).ValidateOnStart();
        return services.AddGridOverHttp();
    }

    /// <summary>A grid over a client of its Orleans cluster, which starts and stops with the program's host.</summary>
    /// <param name="services">The program's services.</param>
    /// <param name="configure">Sets at least <see cref="UniBindClusterOptions.Cluster"/>.</param>
    public static IServiceCollection AddUniBindGridCluster(this IServiceCollection services, Action<UniBindClusterOptions> configure)
    {
        services.AddOptions<UniBindClusterOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<UniBindClusterOptions>, UniBindClusterOptionsValidator>());
        if (services.Any(s => s.ServiceType == typeof(GridClusterConnection)))
            return services;
        services.AddSingleton<GridClusterConnection>();
        services.AddHostedService(s => s.GetRequiredService<GridClusterConnection>());
        services.AddSingleton(s => s.GetRequiredService<GridClusterConnection>().Client);
        return services.AddGenerators(s =>
        {
            var options = s.GetRequiredService<IOptions<UniBindClusterOptions>>().Value;
            return new GridEmbeddingGenerator(s.GetRequiredService<IGridClient>(), options.Model, options.Dimensions);
        });
    }

    private static IServiceCollection AddGridOverHttp(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<UniBindGridOptions>, UniBindGridOptionsValidator>());
        if (services.Any(s => s.ServiceType == typeof(GridHttpClient)))
            return services;
        services.AddHttpClient(GridHttpSender.Requests, Configure).AddGridResilience();
        services.AddHttpClient(GridHttpSender.Events, Configure);
        services.AddSingleton(s => new GridHttpClient(s.GetRequiredService<IHttpClientFactory>(), s.GetRequiredService<IOptions<UniBindGridOptions>>()));
        return services.AddGenerators(s => new GridEmbeddingGenerator(s.GetRequiredService<GridHttpClient>()));
    }

    private static IServiceCollection AddGenerators(this IServiceCollection services, Func<IServiceProvider, GridEmbeddingGenerator> make)
    {
        services.AddSingleton(make);
        services.AddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(s => s.GetRequiredService<GridEmbeddingGenerator>());
        services.AddSingleton<IEmbeddingGenerator<DataContent, Embedding<float>>>(s => s.GetRequiredService<GridEmbeddingGenerator>());
        return services;
    }

    private static void Configure(IServiceProvider services, HttpClient client)
    {
        var options = services.GetRequiredService<IOptions<UniBindGridOptions>>().Value;

        // Relative paths take the place of what follows the last slash.
        var endpoint = options.Endpoint!.AbsoluteUri;
        client.BaseAddress = new Uri(endpoint.EndsWith('/') ? endpoint : endpoint + "/");

        // The pipeline counts the time, and an event stream has no end.
        client.Timeout = Timeout.InfiniteTimeSpan;
        if (options.ApiKey is { } key)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }
}
