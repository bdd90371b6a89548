using System.ClientModel;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace UniBind.Grid.Alignment;

/// <summary>What a failed request means: whether to ask again and when, or that no request can succeed.</summary>
/// <param name="Reason">What happened, in words, without an end.</param>
/// <param name="IsTransient">Whether the same request may succeed later.</param>
/// <param name="IsFatal">Whether no request to this endpoint can succeed: key, address or model are wrong.</param>
/// <param name="RetryAfter">How long the endpoint asks to wait, or null.</param>
internal sealed record ChatFailure(string Reason, bool IsTransient, bool IsFatal = false, TimeSpan? RetryAfter = null)
{
    /// <summary>Reads an exception; null for one that is a bug.</summary>
    public static ChatFailure? Of(Exception exception, DateTimeOffset now) => exception switch
    {
        ClientResultException { Status: > 0 } e => OfStatus(e.Status, Header(e, "retry-after"), Header(e, "retry-after-ms"), now),
        ClientResultException => new("the connection failed: " + Innermost(exception), true),
        HttpRequestException { StatusCode: { } status } => OfStatus((int)status, null, null, now),
        AggregateException { InnerExceptions: [.., var last] } => Of(last, now) ?? new("the connection failed: " + Innermost(last), true),
        TimeoutException => new(exception.Message.TrimEnd('.'), true),
        HttpRequestException or IOException or SocketException => new("the connection failed: " + Innermost(exception), true),
        System.Text.Json.JsonException or FormatException or InvalidOperationException => new("the endpoint does not speak the protocol: " + exception.Message.TrimEnd('.'), true),
        // The client's own time-out, as opposed to the caller's token, which is looked at before.
        OperationCanceledException => new("the endpoint did not answer in time", true),
        _ => null,
    };

    private static ChatFailure OfStatus(int status, string? retryAfter, string? milliseconds, DateTimeOffset now)
    {
        var name = Enum.IsDefined((HttpStatusCode)status) ? $"{status} {(HttpStatusCode)status}" : status.ToString(CultureInfo.InvariantCulture);
        return status switch
        {
            >= 300 and < 400 => new($"the endpoint answered {name} and points to another address, to which the key is not sent; give that address", false, IsFatal: true),
            401 or 403 => new($"the endpoint answered {name}; check the key", false, IsFatal: true),
            404 => new($"the endpoint answered {name}; check the address and the model's name", false, IsFatal: true),
            408 or 409 or 425 or 429 or >= 500 => new($"the endpoint answered {name}", true, RetryAfter: Pause(retryAfter, milliseconds, now)),
            _ => new($"the endpoint answered {name}", false),
        };
    }

    private static TimeSpan? Pause(string? value, string? milliseconds, DateTimeOffset now)
    {
        if (double.TryParse(milliseconds, NumberStyles.Float, CultureInfo.InvariantCulture, out var ms) && ms is >= 0 and < 1e9)
            return TimeSpan.FromMilliseconds(ms);
        if (double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and < 1e6)
            return TimeSpan.FromSeconds(seconds);
        return DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until) && until > now ? until - now : null;
    }

    private static string? Header(ClientResultException e, string name) => e.GetRawResponse() is { } response && response.Headers.TryGetValue(name, out var value) ? value : null;

    private static string Innermost(Exception e) => e.GetBaseException().Message.TrimEnd('.');
}
