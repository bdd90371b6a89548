namespace UniBind.Grid.Silo;

/// <summary>An error in OpenAI's shape.</summary>
/// <param name="Message">One sentence.</param>
/// <param name="Type">The kind.</param>
/// <param name="Param">What of the request is wrong; null for the whole.</param>
/// <param name="Code">A word for programs.</param>
internal sealed record ErrorView(string Message, string Type, string? Param, string Code)
{
    /// <summary>The form of an error.</summary>
    public static ErrorView Of(ApiError error) => new(error.Message, error.Type, error.Param, error.Code);
}
