using System.Collections.Concurrent;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;

namespace UniBind.Grid.Corpora;

/// <summary>Opens buckets; clients are kept, for each has a pool of connections.</summary>
internal static class S3Buckets
{
    private static readonly ConcurrentDictionary<(S3Settings, string), S3BlobClient> Open = new();

    /// <exception cref="CorpusException">The environment has no credentials.</exception>
    public static S3BlobClient Get(S3Settings settings, string bucket) => Open.GetOrAdd((settings, bucket), static k => new S3BlobClient(Create(k.Item1, k.Item2), k.Item2, Endpoint(k.Item1)));

    internal static AmazonS3Client Create(S3Settings settings, string bucket)
    {
        var config = new AmazonS3Config
        {
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = 4,
            Timeout = TimeSpan.FromSeconds(60),

            // Content-MD5 is sent and understood everywhere; the newer checksums in a trailer are not.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (settings.Endpoint is { } endpoint)
        {
            if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) || uri.UserInfo.Length > 0)
                throw new CorpusException("AWS_ENDPOINT_URL_S3 is no address of a server; give one like http://host:9000.");
            config.ServiceURL = endpoint;
            config.ForcePathStyle = true;
            config.AuthenticationRegion = settings.Region ?? "us-east-1";
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(settings.Region ?? "us-east-1");
        }
        return settings switch
        {
            { AccessKey: { } key, SecretKey: { } secret, SessionToken: { } token } => new AmazonS3Client(new SessionAWSCredentials(key, secret, token), config),
            { AccessKey: { } key, SecretKey: { } secret } => new AmazonS3Client(new BasicAWSCredentials(key, secret), config),
            { HasRole: true } => new AmazonS3Client(config),
            _ => throw new CorpusException($"'{ObjectAddress.S3}{bucket}' needs credentials; set {S3Settings.Variables}.") { Fault = CorpusFault.Denied },
        };
    }

    private static string Endpoint(S3Settings settings) =>
        settings.Endpoint is { } endpoint ? new Uri(endpoint).Authority : $"s3.{settings.Region ?? "us-east-1"}.amazonaws.com";
}
