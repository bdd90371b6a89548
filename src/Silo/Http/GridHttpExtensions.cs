using Orleans.Dashboard;
using UniBind.Grid.Client;

namespace UniBind.Grid.Silo;

/// <summary>Puts the HTTP surface of a process together: access, limits, API, health.</summary>
internal static class GridHttpExtensions
{
    /// <summary>Adds what the surface needs.</summary>
    public static IServiceCollection AddGridHttp(this IServiceCollection services, GridHttpOptions options)
    {
        services.AddRoutingCore();
        services.AddGridAccess(options);
        if (!options.Api)
            return services;
        services.AddSingleton<IGridClient>(s => new GridClient(s.GetRequiredService<IGrainFactory>()));
        return services.AddGridFetching(options).AddGridApi(options);
    }

    /// <summary>Maps the surface; the order of middleware is decided here and nowhere else.</summary>
    public static WebApplication UseGridHttp(this WebApplication app, GridHttpOptions options)
    {
        app.MapGridHealth();
        app.UseGridErrors();
        app.UseGridAccess();
        app.MapGridMetrics().RequireAuthorization(AccessPolicies.Metrics);
        if (!options.Api)
            return app;
        app.MapGridApi();
        app.MapOrleansDashboard("/dashboard").RequireAuthorization(AccessScopes.Admin);
        return app;
    }
}
