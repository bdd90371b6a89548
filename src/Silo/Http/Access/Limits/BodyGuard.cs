using Microsoft.AspNetCore.Http.Features;

namespace UniBind.Grid.Silo;

/// <summary>
/// Refuses bodies that are too large or compressed before any of it is read, and gives what the server itself refuses while it reads the form of an error.
/// </summary>
/// <remarks>Compressed requests are not taken at all: media are compressed already, and what unpacks to a thousand times its size is never unpacked.</remarks>
internal sealed class BodyGuard(RequestDelegate next, AccessOptions options)
{
    /// <summary>Passes on what may be read.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Headers.ContentEncoding is { Count: > 0 } encoding && !encoding.All(e => string.Equals(e, "identity", StringComparison.OrdinalIgnoreCase)))
        {
            context.Response.Headers.AcceptEncoding = "identity";
            await AccessErrors.WriteAsync(context, StatusCodes.Status415UnsupportedMediaType, "content_encoding", "Compressed request bodies are not taken; send the body without Content-Encoding.");
            return;
        }
        var most = context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize ?? options.Limits.BodyBytes;
        if (context.Request.ContentLength > most)
        {
            await TooLargeAsync(context, most);
            return;
        }
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            // Kestrel's words for a body that is too large, too slow, cut off or no chunks.
            context.Response.Clear();
            if (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
                await TooLargeAsync(context, most);
            else
                await AccessErrors.WriteAsync(context, e.StatusCode, "bad_request", "The request cannot be read: " + e.Message);
        }
    }

    private static Task TooLargeAsync(HttpContext context, long most) =>
        AccessErrors.WriteAsync(context, StatusCodes.Status413PayloadTooLarge, "body_too_large", $"The body of a request has at most {most:N0} bytes; send less at a time.");
}
