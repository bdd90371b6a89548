namespace UniBind.Grid.Corpora;

/// <summary>Which S3 service is meant, from the environment alone.</summary>
/// <param name="AccessKey"><c>AWS_ACCESS_KEY_ID</c>.</param>
/// <param name="SecretKey"><c>AWS_SECRET_ACCESS_KEY</c>.</param>
/// <param name="SessionToken"><c>AWS_SESSION_TOKEN</c>, with temporary keys.</param>
/// <param name="Region"><c>AWS_REGION</c> or <c>AWS_DEFAULT_REGION</c>.</param>
/// <param name="Endpoint"><c>AWS_ENDPOINT_URL_S3</c> or <c>AWS_ENDPOINT_URL</c>, where it is not Amazon's.</param>
/// <param name="HasRole">Whether the environment names a role whose keys are fetched (<c>AWS_WEB_IDENTITY_TOKEN_FILE</c>, <c>AWS_CONTAINER_CREDENTIALS_*</c>).</param>
internal sealed record S3Settings(string? AccessKey, string? SecretKey, string? SessionToken = null, string? Region = null, string? Endpoint = null, bool HasRole = false)
{
    public const string Variables = "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY";

    public static S3Settings FromEnvironment() => new(
        Read("AWS_ACCESS_KEY_ID"), Read("AWS_SECRET_ACCESS_KEY"), Read("AWS_SESSION_TOKEN"), Read("AWS_REGION") ?? Read("AWS_DEFAULT_REGION"), Read("AWS_ENDPOINT_URL_S3") ?? Read("AWS_ENDPOINT_URL"),
        (Read("AWS_WEB_IDENTITY_TOKEN_FILE") ?? Read("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") ?? Read("AWS_CONTAINER_CREDENTIALS_FULL_URI")) is not null);

    /// <summary>No secret of a record goes into a log by accident.</summary>
    public override string ToString() => $"S3 at {Endpoint ?? "Amazon"}";

    private static string? Read(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
