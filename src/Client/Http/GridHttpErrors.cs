using System.Globalization;
using System.Net;
using System.Text.Json;

namespace UniBind.Grid.Client;

/// <summary>Reads the server's refusals back into the exceptions that they were.</summary>
internal static class GridHttpErrors
{
    private const int MaxMessage = 2000;
    private const int MaxBody = 64 << 10;

    /// <summary>The error of a response; a body that is none of a grid's (a proxy's page) is told by its status.</summary>
    public static async Task<GridException> ReadAsync(HttpResponseMessage response, Uri endpoint, CancellationToken cancellationToken)
    {
        var message = await MessageAsync(response, cancellationToken)
            ?? string.Create(CultureInfo.InvariantCulture, $"The grid at {endpoint} answers {(int)response.StatusCode} {response.ReasonPhrase} without saying why.");
        var kind = KindOf(response.StatusCode);
        return new GridException(message)
        {
            Kind = kind,
            IsTransient = kind is GridErrorKind.Overloaded or GridErrorKind.Unavailable or GridErrorKind.DeadlineExceeded,
            RetryAfter = RetryAfterOf(response),
        };
    }

    /// <summary>What a status means.</summary>
    public static GridErrorKind KindOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.NotFound => GridErrorKind.NotFound,
        HttpStatusCode.Conflict => GridErrorKind.Conflict,
        HttpStatusCode.RequestEntityTooLarge => GridErrorKind.TooLarge,
        HttpStatusCode.TooManyRequests => GridErrorKind.Overloaded,
        HttpStatusCode.GatewayTimeout or HttpStatusCode.RequestTimeout => GridErrorKind.DeadlineExceeded,
        >= HttpStatusCode.InternalServerError => GridErrorKind.Unavailable,
        _ => GridErrorKind.Refused,
    };

    /// <summary>After how long the server asks to be asked again; null where it does not say.</summary>
    public static TimeSpan? RetryAfterOf(HttpResponseMessage response)
    {
        if (response.Headers.RetryAfter is not { } after)
            return null;
        var wait = after.Delta ?? after.Date - DateTimeOffset.UtcNow;
        return wait is { } time && time > TimeSpan.Zero ? time : TimeSpan.Zero;
    }

    private static async Task<string?> MessageAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentType?.MediaType != "application/json")
            return null;
        try
        {
            await response.Content.LoadIntoBufferAsync(MaxBody, cancellationToken);
            var error = JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(cancellationToken), WireJson.Default.WireErrorBody)?.Error;
            return error?.Message is not { Length: > 0 } text ? null : text.Length <= MaxMessage ? text : text[..MaxMessage] + "…";
        }
        catch (Exception e) when (e is JsonException or HttpRequestException or IOException)
        {
            return null;
        }
    }
}
