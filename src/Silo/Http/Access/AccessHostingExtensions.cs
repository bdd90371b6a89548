using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace UniBind.Grid.Silo;

/// <summary>Who may ask for what, and how much.</summary>
internal static class AccessHostingExtensions
{
    /// <summary>Adds API keys, scopes, request limits and job roots.</summary>
    public static IServiceCollection AddGridAccess(this IServiceCollection services, GridHttpOptions options)
    {
        var access = options.Access;
        services.AddSingleton(options);
        services.AddSingleton(access);
        services.TryAddSingleton(new AccessAddresses([IPAddress.Loopback]));
        services.AddSingleton<ApiKeyStore>().AddSingleton(new BodyBudget(Math.Max(access.Limits.BodyBytes, access.Limits.AllBodyBytes)));
        services.AddHostedService(s => s.GetRequiredService<ApiKeyStore>());
        services.AddHostedService<AccessNotice>();
        services.AddSingleton<IJobRoots>(s => new JobRoots(s.GetRequiredService<AccessOptions>()));
        services.AddAuthentication(ApiKeyHandler.SchemeName).AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.SchemeName, null);
        services.AddSingleton<IAuthorizationHandler, AccessPolicyHandler>();
        services.AddAuthorization(Policies);
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<ApiKeyStore>((limiter, store) => RateLimits.Configure(limiter, store, access.Limits));
        services.AddRequestTimeouts(timeouts => timeouts.DefaultPolicy = new RequestTimeoutPolicy
        {
            Timeout = access.Limits.Timeout,
            TimeoutStatusCode = StatusCodes.Status504GatewayTimeout,
            WriteTimeoutResponse = context => ApiErrorWriter.WriteAsync(context, new ApiError(StatusCodes.Status504GatewayTimeout, "timeout", $"The request took longer than {access.Limits.Timeout.TotalSeconds:0} s; send less at a time.")),
        });
        services.Configure<FormOptions>(form =>
        {
            form.MultipartBodyLengthLimit = access.Limits.BodyBytes;
            form.MultipartHeadersCountLimit = 16;
            form.MultipartHeadersLengthLimit = 8 << 10;
            form.ValueCountLimit = 1024;
            form.BufferBodyLengthLimit = access.Limits.BodyBytes;
        });
        return services;
    }

    /// <summary>Adds authentication, authorization and rate limits to the pipeline.</summary>
    /// <remarks>
    /// The order matters. What browsers send for strangers and what is too large goes first, for it costs nothing to refuse. Then it is known who asks,
    /// and whoever asks too much is refused before anything else is done for him; that includes those who try keys. Then it is known whether he may.
    /// </remarks>
    public static IApplicationBuilder UseGridAccess(this IApplicationBuilder app)
    {
        app.ApplicationServices.GetRequiredService<ApiKeyStore>().Load();
        app.UseRouting();
        // Health is everybody's: probes address a silo by whatever name it has.
        app.UseWhen(context => !IsHealth(context), guarded => guarded.UseMiddleware<BrowserGuard>().UseMiddleware<BodyGuard>());
        app.UseRequestTimeouts();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        return app;
    }

    private static bool IsHealth(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null && context.Request.Path.StartsWithSegments("/health");

    private static void Policies(AuthorizationOptions authorization)
    {
        foreach (var scope in AccessScopes.All)
            authorization.AddPolicy(scope, policy => policy.AddRequirements(new AccessRequirement(scope)));
        authorization.AddPolicy(AccessPolicies.Metrics, policy => policy.AddRequirements(new AccessRequirement(null, isMetrics: true)));
        // What says nothing of itself, and what does not exist, is for who has a key.
        var any = new AuthorizationPolicyBuilder().AddRequirements(new AccessRequirement(null)).Build();
        authorization.FallbackPolicy = any;
        authorization.DefaultPolicy = any;
    }
}
