using System.Security.Cryptography;
using Amazon.S3;
using Amazon.S3.Model;

namespace UniBind.Grid.Corpora;

/// <summary>Sends objects: small ones by one request, large ones in parts that one request then makes an object of. Each carries its MD5, which the server compares.</summary>
internal sealed class S3Upload(AmazonS3Client s3, string bucket)
{
    private const string Writer = "unibind-writer";
    private const string Sha256 = "unibind-sha256";
    private const long SingleBytes = 32L << 20;
    private const int PartBytes = 16 << 20;

    /// <summary>The mark of who wrote an object; null where it has none.</summary>
    public static string? WriterOf(GetObjectMetadataResponse found) => found.Metadata[Writer];

    /// <summary>The hash that an object was stored with; null where it has none.</summary>
    public static string? Sha256Of(GetObjectMetadataResponse found) => found.Metadata[Sha256];

    public Task PutAsync(string name, Stream content, string sha256, string writer, string? condition, CancellationToken ct)
    {
        content.Position = 0;
        return content.Length <= SingleBytes
            ? PutSmallAsync(name, content, sha256, writer, condition, ct)
            : PutLargeAsync(name, content, sha256, writer, condition, ct);
    }

    private async Task PutSmallAsync(string name, Stream content, string sha256, string writer, string? condition, CancellationToken ct)
    {
        var request = new PutObjectRequest
        {
            BucketName = bucket,
            Key = name,
            InputStream = content,
            AutoCloseStream = false,
            AutoResetStreamPosition = true,
            UseChunkEncoding = false,
            MD5Digest = Convert.ToBase64String(await MD5.HashDataAsync(content, ct).ConfigureAwait(false)),
            IfNoneMatch = condition,
        };
        request.Metadata.Add(Writer, writer);
        request.Metadata.Add(Sha256, sha256);
        content.Position = 0;
        await s3.PutObjectAsync(request, ct).ConfigureAwait(false);
    }

    private async Task PutLargeAsync(string name, Stream content, string sha256, string writer, string? condition, CancellationToken ct)
    {
        var begin = new InitiateMultipartUploadRequest { BucketName = bucket, Key = name };
        begin.Metadata.Add(Writer, writer);
        begin.Metadata.Add(Sha256, sha256);
        var upload = (await s3.InitiateMultipartUploadAsync(begin, ct).ConfigureAwait(false)).UploadId;
        try
        {
            var end = new CompleteMultipartUploadRequest { BucketName = bucket, Key = name, UploadId = upload, IfNoneMatch = condition, PartETags = [] };
            var buffer = new byte[PartBytes];
            for (var number = 1; await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct).ConfigureAwait(false) is var read and > 0; number++)
            {
                var part = new UploadPartRequest
                {
                    BucketName = bucket,
                    Key = name,
                    UploadId = upload,
                    PartNumber = number,
                    PartSize = read,
                    InputStream = new MemoryStream(buffer, 0, read, writable: false),
                    UseChunkEncoding = false,
                    MD5Digest = Convert.ToBase64String(MD5.HashData(buffer.AsSpan(0, read))),
                };
                end.PartETags.Add(new PartETag(number, (await s3.UploadPartAsync(part, ct).ConfigureAwait(false)).ETag));
            }
            await s3.CompleteMultipartUploadAsync(end, ct).ConfigureAwait(false);
        }
        catch
        {
            await AbortAsync(name, upload).ConfigureAwait(false);
            throw;
        }
    }

    private async Task AbortAsync(string name, string upload)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await s3.AbortMultipartUploadAsync(bucket, name, upload, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AmazonS3Exception or HttpRequestException or OperationCanceledException)
        {
            // Parts without an object cost money and show nowhere; a rule of the bucket should drop them after a day.
        }
    }
}
