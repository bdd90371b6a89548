using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace UniBind.Grid.Silo;

/// <summary>Refusals in the form of OpenAI's errors, which the clients of all the served APIs can show.</summary>
internal static class AccessErrors
{
    // It is served as JSON and never as a page, so quotes may stay quotes.
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Answers with an error.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">The status code.</param>
    /// <param name="code">A word for programs.</param>
    /// <param name="message">A sentence for people.</param>
    /// <param name="retryAfter">After how long the same request may do; null says nothing.</param>
    public static Task WriteAsync(HttpContext context, int status, string code, string message, TimeSpan? retryAfter = null)
    {
        if (context.Response.HasStarted)
            return Task.CompletedTask;
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        if (retryAfter is { } wait)
            context.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        var type = status switch
        {
            StatusCodes.Status401Unauthorized => "authentication_error",
            StatusCodes.Status403Forbidden => "permission_error",
            StatusCodes.Status429TooManyRequests => "rate_limit_error",
            >= 500 => "server_error",
            _ => "invalid_request_error",
        };
        return context.Response.WriteAsync(JsonSerializer.Serialize(new { error = new { message, type, param = (string?)null, code } }, Json), CancellationToken.None); // the request may be over its time; who left is written to in vain
    }
}
