namespace UniBind.Grid.Corpora;

/// <summary>Which Azure storage account is meant, from the environment alone.</summary>
/// <param name="ConnectionString"><c>AZURE_STORAGE_CONNECTION_STRING</c>; goes before the others.</param>
/// <param name="Account"><c>AZURE_STORAGE_ACCOUNT</c>.</param>
/// <param name="Key"><c>AZURE_STORAGE_KEY</c>.</param>
/// <param name="Sas"><c>AZURE_STORAGE_SAS_TOKEN</c>, where there is no key.</param>
/// <param name="Endpoint"><c>AZURE_STORAGE_BLOB_ENDPOINT</c>, where it is not the public cloud's.</param>
internal sealed record AzureSettings(string? ConnectionString, string? Account = null, string? Key = null, string? Sas = null, string? Endpoint = null)
{
    public const string Variables = "AZURE_STORAGE_CONNECTION_STRING, or AZURE_STORAGE_ACCOUNT with AZURE_STORAGE_KEY or AZURE_STORAGE_SAS_TOKEN";

    public static AzureSettings FromEnvironment() => new(
        Read("AZURE_STORAGE_CONNECTION_STRING"), Read("AZURE_STORAGE_ACCOUNT"), Read("AZURE_STORAGE_KEY"), Read("AZURE_STORAGE_SAS_TOKEN"), Read("AZURE_STORAGE_BLOB_ENDPOINT"));

    /// <summary>No secret of a record goes into a log by accident.</summary>
    public override string ToString() => $"Azure storage account {Account ?? "of a connection string"}";

    private static string? Read(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
