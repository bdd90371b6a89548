using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace UniBind.Grid.Client;

/// <summary>When requests are repeated, and when the grid is left alone.</summary>
internal static class GridHttpResilience
{
    private const int LeastRequests = 20;
    private const double MostFailures = 0.5;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Break = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    /// <summary>False for a request that must not be delivered twice.</summary>
    public static readonly HttpRequestOptionsKey<bool> Repeatable = new("unibind.repeatable");

    /// <summary>When the call began, a timestamp.</summary>
    public static readonly HttpRequestOptionsKey<long> Started = new("unibind.started");

    /// <summary>A total time, around repetitions, around a circuit breaker.</summary>
    public static IHttpClientBuilder AddGridResilience(this IHttpClientBuilder client)
    {
        client.AddResilienceHandler("unibind-grid", (pipeline, context) =>
        {
            var options = context.ServiceProvider.GetRequiredService<IOptions<UniBindGridOptions>>().Value;
            pipeline.AddTimeout(options.Timeout);
            if (options.MaxRetries > 0)
                pipeline.AddRetry(Retry(options));
            pipeline.AddCircuitBreaker(Breaker());
        });
        return client.AddHttpMessageHandler(() => new BufferingHandler());
    }

    private static HttpRetryStrategyOptions Retry(UniBindGridOptions options) => new()
    {
        MaxRetryAttempts = options.MaxRetries,
        Delay = options.RetryDelay,
        MaxDelay = LongestDelay,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        ShouldRetryAfterHeader = true,
        ShouldHandle = args => ValueTask.FromResult(MayRepeat(args, options.Timeout)),
    };

    private static HttpCircuitBreakerStrategyOptions Breaker() => new()
    {
        SamplingDuration = Window,
        MinimumThroughput = LeastRequests,
        FailureRatio = MostFailures,
        BreakDuration = Break,

        // Refusals (4xx) are answers of a grid that is well, and so is 429: it asks for patience, not for silence.
        ShouldHandle = args => ValueTask.FromResult(args.Outcome switch
        {
            { Exception: HttpRequestException or IOException } => true,
            { Result.StatusCode: HttpStatusCode.GatewayTimeout } => false,
            { Result.StatusCode: >= HttpStatusCode.InternalServerError } => true,
            _ => false,
        }),
    };

    private static bool MayRepeat(RetryPredicateArguments<HttpResponseMessage> args, TimeSpan timeout)
    {
        var request = args.Context.GetRequestMessage();
        var repeatable = request is null || !request.Options.TryGetValue(Repeatable, out var said) || said;
        if (args.Outcome.Exception is { } exception)
            return exception is BrokenCircuitException || (repeatable && exception is HttpRequestException or IOException);
        if (args.Outcome.Result is not { } response)
            return false;

        // The server's word: it did not take the request. It is kept only where there is time for it; the caller learns it otherwise.
        if (response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)
            return GridHttpErrors.RetryAfterOf(response) is not { } wait || wait < timeout - ElapsedOf(request);
        return repeatable && response.StatusCode is HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway;
    }

    private static TimeSpan ElapsedOf(HttpRequestMessage? request) =>
        request is not null && request.Options.TryGetValue(Started, out var start) ? TimeProvider.System.GetElapsedTime(start) : TimeSpan.Zero;
}
