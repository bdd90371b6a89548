using Microsoft.AspNetCore.Http.Features;

namespace UniBind.Grid.Silo;

/// <summary>Refuses bodies that are compressed, too large, or more than the process has room for now, before any of it is read where that can be known.</summary>
/// <remarks>Compressed requests are not taken at all: media are compressed already, and what unpacks to a thousand times its size is never unpacked.</remarks>
internal sealed class BodyGuard(RequestDelegate next, AccessOptions options, BodyBudget budget)
{
    private const long LongestRest = 256L << 20;
    private static readonly TimeSpan RestTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Passes on what may be read.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        if (Refusal(context) is { } refusal)
        {
            await RefuseAsync(context, refusal);
            return;
        }
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
        {
            await next(context);
            return;
        }
        var body = context.Request.Body;
        await using var counted = new CountedBody(body, budget);
        context.Request.Body = counted;
        try
        {
            await next(context);
        }
        finally
        {
            context.Request.Body = body;
        }
    }

    private ApiError? Refusal(HttpContext context)
    {
        if (context.Request.Headers.ContentEncoding is { Count: > 0 } encoding && !encoding.All(e => string.Equals(e, "identity", StringComparison.OrdinalIgnoreCase)))
        {
            context.Response.Headers.AcceptEncoding = "identity";
            return new ApiError(StatusCodes.Status415UnsupportedMediaType, "content_encoding", "Compressed request bodies are not taken; send the body without Content-Encoding.");
        }
        var most = context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize ?? options.Limits.BodyBytes;
        if (context.Request.ContentLength > most)
            return new ApiError(StatusCodes.Status413PayloadTooLarge, "too_large", $"The body of a request has at most {most:N0} bytes; send less at a time.");
        return context.Request.ContentLength is { } length && !budget.Fits(length) ? BodyBudget.Full().Error : null;
    }

    /// <summary>Answers, and then takes a bounded part of the body and drops it: most clients send all of it before they read, and would see a broken connection in place of the answer.</summary>
    private static async Task RefuseAsync(HttpContext context, ApiError error)
    {
        var isAnnounced = context.Request.Headers.Expect.Count > 0; // such a client waits for leave to send, and gets none
        var length = context.Request.ContentLength ?? LongestRest;
        if ((isAnnounced || length > LongestRest) && HttpProtocol.IsHttp11(context.Request.Protocol))
            context.Response.Headers.Connection = "close";
        await ApiErrorWriter.WriteAsync(context, error);
        await context.Response.CompleteAsync();
        if (isAnnounced)
            return;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = Math.Max(length, LongestRest);
        var buffer = new byte[16 << 10];
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        limit.CancelAfter(RestTimeout);
        try
        {
            var rest = Math.Min(length, LongestRest);
            while (rest > 0 && await context.Request.Body.ReadAsync(buffer, limit.Token) is > 0 and var read)
                rest -= read;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The answer is out; that the client takes its time, or has left, is no news.
        }
    }
}
