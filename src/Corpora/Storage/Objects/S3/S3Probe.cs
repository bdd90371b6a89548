using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace UniBind.Grid.Corpora;

/// <summary>Finds out whether a server heeds <c>If-None-Match: *</c> when objects are put: one that does refuses the second of two.</summary>
internal static class S3Probe
{
    public static async Task<bool> RunAsync(AmazonS3Client s3, string bucket, string folder)
    {
        if (s3.Config.ServiceURL is null)
            return true;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var name = $"{folder}probe-{Guid.NewGuid():N}";
        try
        {
            await PutAsync(s3, bucket, name, limit.Token).ConfigureAwait(false);
            await PutAsync(s3, bucket, name, limit.Token).ConfigureAwait(false);
            return false;
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.PreconditionFailed)
        {
            return true;
        }
        catch (AmazonS3Exception e) when (e.StatusCode is HttpStatusCode.NotImplemented or HttpStatusCode.BadRequest)
        {
            return false;
        }
        finally
        {
            try
            {
                await s3.DeleteObjectAsync(bucket, name, limit.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is AmazonS3Exception or HttpRequestException or OperationCanceledException)
            {
                // An empty object under the store's own name stays, which listings leave out.
            }
        }
    }

    private static Task PutAsync(AmazonS3Client s3, string bucket, string name, CancellationToken ct) =>
        s3.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = name, ContentBody = "probe", IfNoneMatch = "*", UseChunkEncoding = false }, ct);
}
