using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace UniBind.Grid.Silo;

/// <summary>The one place where failures become answers; also gives every request its id.</summary>
/// <param name="next">The rest of the pipeline.</param>
/// <param name="logger">Gets what is nobody's business but the operator's.</param>
internal sealed partial class ApiErrorMiddleware(RequestDelegate next, ILogger<ApiErrorMiddleware> logger)
{
    private const string Header = "x-request-id";
    private const int ClientClosedRequest = 499;
    private const int MaxIdLength = 64;

    private readonly ILogger _logger = logger;

    /// <summary>Runs the rest of the pipeline.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        context.TraceIdentifier = RequestId(context.Request.Headers[Header].ToString());
        context.Response.Headers[Header] = context.TraceIdentifier;
        try
        {
            await next(context);
            if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null })
                await ApiErrorWriter.WriteAsync(context, ApiErrors.OfStatus(context.Response.StatusCode, context.Request.Path));
        }
        catch (Exception e) when (context.RequestAborted.IsCancellationRequested && IsOfAbort(e))
        {
            // Nobody is there to read an answer, and that somebody left is no news.
            if (!context.Response.HasStarted)
                context.Response.StatusCode = ClientClosedRequest;
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            var error = ApiErrors.Of(e, context.Request.Path);
            if (error is null)
                LogUnexpected(context.TraceIdentifier, context.Request.Method, context.Request.Path, e);
            context.Response.Headers.Remove("Content-Type");
            await ApiErrorWriter.WriteAsync(context, error ?? ApiErrors.OfStatus(StatusCodes.Status500InternalServerError, context.Request.Path));
        }
        catch (Exception e)
        {
            // Half of the answer is out: only an end of the connection says that the rest is missing.
            if (ApiErrors.Of(e, context.Request.Path) is null)
                LogUnexpected(context.TraceIdentifier, context.Request.Method, context.Request.Path, e);
            context.Abort();
        }
    }

    private static bool IsOfAbort(Exception e) => e is OperationCanceledException or IOException or ConnectionResetException or SocketException or BadHttpRequestException or GridException;

    private static string RequestId(string asked) =>
        asked.Length is > 0 and <= MaxIdLength && asked.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') ? asked : Guid.CreateVersion7().ToString("N");

    [LoggerMessage(1, LogLevel.Error, "Request {Id} failed: {Method} {Path}.")]
    private partial void LogUnexpected(string id, string method, string path, Exception e);
}
