namespace UniBind.Grid.Silo;

/// <summary>A request that the HTTP surface itself refuses.</summary>
/// <param name="error">What the caller is told.</param>
internal sealed class ApiException(ApiError error) : Exception(error.Message)
{
    /// <summary>A refusal of the request as it is, status 400.</summary>
    public ApiException(string message, string? param = null, string code = "invalid_request") : this(new ApiError(StatusCodes.Status400BadRequest, code, message) { Param = param })
    {
    }

    /// <summary>What the caller is told.</summary>
    public ApiError Error { get; } = error;
}
