using System.Text.Json;

namespace UniBind.Grid.Silo;

/// <summary>Turns failures into what a caller of the API is told.</summary>
internal static class ApiErrors
{
    /// <summary>What the caller is told of an exception; null for one that is nobody's business but the operator's.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="path">The path of the request: what was not found is a model where items are embedded.</param>
    public static ApiError? Of(Exception exception, PathString path) => exception switch
    {
        ApiException e => e.Error,
        GridException e => Of(e, path),
        JsonException e => new ApiError(400, "invalid_json", JsonFault(e)),
        BadHttpRequestException e => OfStatus(e.StatusCode, path) with { Message = Sentence(e.Message) },
        TimeoutException => new ApiError(504, "deadline_exceeded", "A silo did not answer in time; ask again."),
        OrleansException => new ApiError(503, "unavailable", "The silo that worked on the request is gone or does not answer; ask again.") { RetryAfter = TimeSpan.FromSeconds(1) },
        _ => null,
    };

    /// <summary>What the caller is told of a status that came without a body.</summary>
    public static ApiError OfStatus(int status, PathString path) => status switch
    {
        400 => new ApiError(status, "invalid_request", "The request cannot be read."),
        401 => new ApiError(status, "invalid_api_key", "The request has no valid API key; send one as 'Authorization: Bearer KEY'."),
        403 => new ApiError(status, "insufficient_scope", "The API key does not have the scope that this needs."),
        404 => new ApiError(status, "not_found", $"There is nothing at '{Shorten(path.Value)}'; /openapi/v1.json tells what there is."),
        405 => new ApiError(status, "method_not_allowed", $"'{Shorten(path.Value)}' does not take this method; the header Allow says which it takes."),
        408 => new ApiError(status, "request_timeout", "The request came too slowly."),
        413 => new ApiError(status, "too_large", "The body is larger than what is taken."),
        415 => new ApiError(status, "unsupported_media_type", "The body must be application/json; send it with the header 'Content-Type: application/json'."),
        429 => new ApiError(status, "rate_limit_exceeded", "Too many requests; ask again later."),
        503 => new ApiError(status, "unavailable", "The grid cannot answer now; ask again."),
        >= 500 => new ApiError(status, "internal_error", "The request failed inside the grid; its log has the reason under the id in the header x-request-id."),
        _ => new ApiError(status, "invalid_request", "The request is refused."),
    };

    /// <summary>What the caller is told of an item that cannot be embedded.</summary>
    /// <param name="code">One of <see cref="ItemErrorCodes"/>.</param>
    /// <param name="message">The reason.</param>
    /// <param name="param">The item, for example <c>input[3]</c>.</param>
    public static ApiError OfItem(string code, string message, string param) => new(StatusOf(code), code, $"{param}: {message}") { Param = param };

    private static int StatusOf(string code) => code switch
    {
        ItemErrorCodes.TooLarge => StatusCodes.Status413PayloadTooLarge,

        // The caller cannot mend these, and a repetition gives the same: a status that clients neither blame on the request nor repeat.
        ItemErrorCodes.Encoder or ItemErrorCodes.Crash or ItemErrorCodes.MissingTool => StatusCodes.Status424FailedDependency,
        ItemErrorCodes.NotFinite => StatusCodes.Status424FailedDependency,
        _ => StatusCodes.Status400BadRequest,
    };

    private static ApiError Of(GridException e, PathString path) => e.Kind switch
    {
        GridErrorKind.NotFound => new ApiError(404, IsAboutThings(path) ? "not_found" : "model_not_found", e.Message) { Param = IsAboutThings(path) ? null : "model" },
        GridErrorKind.Conflict => new ApiError(409, "conflict", e.Message),
        GridErrorKind.TooLarge => new ApiError(413, "too_large", e.Message),
        GridErrorKind.Overloaded => new ApiError(429, "overloaded", e.Message) { RetryAfter = e.RetryAfter ?? TimeSpan.FromSeconds(1) },
        GridErrorKind.Unavailable => new ApiError(503, "unavailable", e.Message) { RetryAfter = e.RetryAfter ?? TimeSpan.FromSeconds(1) },
        GridErrorKind.DeadlineExceeded => new ApiError(504, "deadline_exceeded", e.Message),
        _ when e.IsTransient => new ApiError(503, "unavailable", e.Message) { RetryAfter = e.RetryAfter ?? TimeSpan.FromSeconds(1) },
        _ => new ApiError(400, "invalid_request", e.Message),
    };

    private static bool IsAboutThings(PathString path) => path.StartsWithSegments("/v1/jobs") || path.StartsWithSegments("/v1/spaces");

    // The serializer's own words name types of the server; the parser's tell a place, or a member that is there twice.
    private static string JsonFault(JsonException e) => e switch
    {
        { Path.Length: > 1 } => $"The body has a member that is unknown, missing or of the wrong type: {Member(e.Path)}.",
        { LineNumber: { } line, BytePositionInLine: { } at } => FormattableString.Invariant($"The body is no JSON: something is wrong in line {line + 1} at byte {at + 1}."),
        _ => "The body is no JSON that is taken: it has a member twice, or members that are missing.",
    };

    private static string Member(string? path) => Shorten(path is null ? "?" : path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : path);

    private static string Shorten(string? text) => text is null ? "" : text.Length <= 100 ? text : text[..100] + "…";

    private static string Sentence(string text) => text.EndsWith('.') ? text : text + ".";
}
