namespace UniBind.Grid.Silo;

/// <summary>The API's endpoints.</summary>
internal static class ApiHostingExtensions
{
    /// <summary>Adds what the endpoints need.</summary>
    public static IServiceCollection AddGridApi(this IServiceCollection services, GridHttpOptions options) => services;

    /// <summary>Maps the endpoints.</summary>
    public static IEndpointRouteBuilder MapGridApi(this IEndpointRouteBuilder endpoints) => endpoints;
}
