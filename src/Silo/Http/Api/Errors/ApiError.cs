namespace UniBind.Grid.Silo;

/// <summary>A refusal as a caller of the API sees it, before it takes the shape of the route.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">A word for programs.</param>
/// <param name="Message">One sentence for people.</param>
internal sealed record ApiError(int Status, string Code, string Message)
{
    /// <summary>What of the request is wrong, for example <c>input[3]</c>; null for the whole.</summary>
    public string? Param { get; init; }

    /// <summary>After how long the same request may succeed; null where that is not known.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The kind of error in OpenAI's words.</summary>
    public string Type => Status switch
    {
        StatusCodes.Status401Unauthorized => "authentication_error",
        StatusCodes.Status403Forbidden => "permission_error",
        StatusCodes.Status429TooManyRequests => "rate_limit_error",
        StatusCodes.Status424FailedDependency => "encoder_error",
        >= 500 => "server_error",
        _ => "invalid_request_error",
    };
}
