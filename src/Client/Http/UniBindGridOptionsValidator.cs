using Microsoft.Extensions.Options;

namespace UniBind.Grid.Client;

/// <summary>Refuses options that cannot work, each with its sentence.</summary>
internal sealed class UniBindGridOptionsValidator : IValidateOptions<UniBindGridOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, UniBindGridOptions options)
    {
        var faults = Faults(options).ToArray();
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(UniBindGridOptions o)
    {
        if (o.Endpoint is not { IsAbsoluteUri: true } || (o.Endpoint.Scheme != Uri.UriSchemeHttp && o.Endpoint.Scheme != Uri.UriSchemeHttps))
            yield return $"{nameof(o.Endpoint)} must be the http or https address of a grid, such as http://localhost:8080.";
        else if (o.Endpoint.UserInfo.Length > 0 || o.Endpoint.Query.Length > 0 || o.Endpoint.Fragment.Length > 0)
            yield return $"{nameof(o.Endpoint)} must have no user, query or fragment; a key belongs into {nameof(o.ApiKey)}.";
        if (o.ApiKey is { } key && (key.Length == 0 || key.Any(c => c is <= ' ' or >= '\x7f')))
            yield return $"{nameof(o.ApiKey)} is empty or has characters that no key has; take it as 'unibind keys' printed it.";
        if (o.Model is { Length: 0 })
            yield return $"{nameof(o.Model)} is empty; name a space such as digits@stable, or leave it out.";
        if (o.Dimensions is < 1)
            yield return $"{nameof(o.Dimensions)} must be 1 or more.";
        if (o.Timeout <= TimeSpan.Zero || o.Timeout > TimeSpan.FromHours(1))
            yield return $"{nameof(o.Timeout)} must be more than nothing and at most an hour.";
        if (o.MaxRetries is < 0 or > 20)
            yield return $"{nameof(o.MaxRetries)} must be 0 to 20.";
        if (o.RetryDelay < TimeSpan.Zero || o.RetryDelay > TimeSpan.FromMinutes(1))
            yield return $"{nameof(o.RetryDelay)} must be nothing to a minute.";
        if (o.MaxItemsPerRequest is < 1 or > 2048)
            yield return $"{nameof(o.MaxItemsPerRequest)} must be 1 to 2,048.";
        if (o.MaxBytesPerRequest is < 1 or > 32 << 20)
            yield return $"{nameof(o.MaxBytesPerRequest)} must be 1 to 33,554,432.";
        if (o.MaxParallelRequests is < 1 or > 64)
            yield return $"{nameof(o.MaxParallelRequests)} must be 1 to 64.";
        if (o.ReconnectPatience < TimeSpan.Zero || o.ReconnectPatience > TimeSpan.FromDays(1))
            yield return $"{nameof(o.ReconnectPatience)} must be nothing to a day.";
        if (o.EventSilence < TimeSpan.FromSeconds(1) || o.EventSilence > TimeSpan.FromHours(1))
            yield return $"{nameof(o.EventSilence)} must be a second to an hour.";
    }
}
