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

    /// <summary>Closes connections while the silo drains: a client that keeps one open would not see that the load balancer sends it elsewhere.</summary>
    private static void UseGridDrain(this WebApplication app)
    {
        var drain = app.Services.GetRequiredService<DrainState>();
        app.Use((context, next) =>
        {
            // Of HTTP/2 the server itself says it to the whole connection when it stops.
            if (drain.IsDraining && HttpProtocol.IsHttp11(context.Request.Protocol))
                context.Response.Headers.Connection = "close";
            return next(context);
        });
    }

    /// <summary>Maps the surface; the order of middleware is decided here and nowhere else.</summary>
    public static WebApplication UseGridHttp(this WebApplication app, GridHttpOptions options)
    {
        app.MapGridHealth();
        app.UseGridDrain();
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
