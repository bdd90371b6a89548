using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace UniBind.Grid.Silo;

/// <summary>How much each caller may ask: requests a minute and requests at a time, by key, or by address where there is none.</summary>
internal static class RateLimits
{
    /// <summary>Sets the limits up.</summary>
    public static void Configure(RateLimiterOptions limiter, ApiKeyStore store, RequestLimits limits)
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<HttpContext, string>(context => Rate(context, store, limits)),
            PartitionedRateLimiter.Create<HttpContext, string>(context => Concurrency(context, store, limits)));
        limiter.OnRejected = (rejected, _) =>
        {
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var time) ? time : TimeSpan.FromSeconds(1);
            return new(ApiErrorWriter.WriteAsync(rejected.HttpContext, new ApiError(StatusCodes.Status429TooManyRequests, "rate_limit_exceeded",
                $"Too many requests; try again in {Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds))} s.")
            { RetryAfter = wait }));
        };
    }

    private static RateLimitPartition<string> Rate(HttpContext context, ApiKeyStore store, RequestLimits limits)
    {
        var key = context.Features.Get<ApiKey>();
        var most = key is not null ? key.RequestsPerMinute ?? limits.RequestsPerMinute : store.IsOn ? limits.RefusedPerMinute : limits.RequestsPerMinute;
        if (most is not { } perMinute)
            return RateLimitPartition.GetNoLimiter("");
        // The number is part of the name, so that a key whose limit changes gets a new bucket.
        return RateLimitPartition.GetTokenBucketLimiter(Name(context, key, perMinute), _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = perMinute,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1) / perMinute,
            QueueLimit = 0,
        });
    }

    private static RateLimitPartition<string> Concurrency(HttpContext context, ApiKeyStore store, RequestLimits limits)
    {
        var key = context.Features.Get<ApiKey>();
        var most = key is null && store.IsOn ? null : key?.Concurrency ?? limits.Concurrency;
        return most is { } atATime
            ? RateLimitPartition.GetConcurrencyLimiter(Name(context, key, atATime), _ => new ConcurrencyLimiterOptions { PermitLimit = atATime, QueueLimit = 0 })
            : RateLimitPartition.GetNoLimiter("");
    }

    private static string Name(HttpContext context, ApiKey? key, int most) =>
        string.Create(CultureInfo.InvariantCulture, $"{key?.Id ?? Place(context.Connection.RemoteIpAddress)} {most}");

    /// <summary>Who sends from an address: of IPv6 the network of a customer, who has 2^64 addresses at least.</summary>
    private static string Place(IPAddress? address)
    {
        if (address is null)
            return "?";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.GetAddressBytes() is { Length: 16 } bytes ? Convert.ToHexString(bytes, 0, 8) : address.ToString();
    }
}
