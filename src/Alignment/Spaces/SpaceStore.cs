using System.Text.Json;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Alignment;

/// <summary>Reads and writes the manifests of spaces in a blob store.</summary>
public static class SpaceStore
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Stores a manifest and returns its hash. Centers and heads must be there already.</summary>
    /// <exception cref="AlignmentException">A blob that it names is missing.</exception>
    public static async Task<string> WriteAsync(BlobStore blobs, SpaceManifest manifest, CancellationToken cancellationToken)
    {
        foreach (var blob in new[] { manifest.Centers, manifest.Calibrated }.OfType<string>().Concat(manifest.Heads.Values))
            blobs.Require(blob);
        return await blobs.PutAsync((stream, ct) => JsonSerializer.SerializeAsync(stream, manifest, Options, ct), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads a manifest by its hash.</summary>
    /// <exception cref="AlignmentException">It is of a newer layout, or no manifest.</exception>
    /// <exception cref="CorpusException">It is missing, damaged, or cannot be read.</exception>
    public static SpaceManifest ReadManifest(BlobStore blobs, string sha256)
    {
        try
        {
            using var stream = File.OpenRead(blobs.RequireWhole(sha256));
            var manifest = JsonSerializer.Deserialize<SpaceManifest>(stream, Options);
            return manifest is { SchemaVersion: 1 }
                ? manifest
                : throw new AlignmentException($"The space file {sha256[..12]} was written by a newer version of the grid; update this one.");
        }
        catch (JsonException e)
        {
            throw new AlignmentException($"The space file {sha256[..12]} is damaged: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AlignmentException($"The space file {sha256[..12]} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Stores a head and returns its hash.</summary>
    public static Task<string> PutHeadAsync(BlobStore blobs, Head head, CancellationToken cancellationToken) =>
        blobs.PutAsync((stream, ct) => HeadFile.WriteAsync(head, stream, ct), cancellationToken);

    /// <summary>Stores centers and returns their hash.</summary>
    public static Task<string> PutCentersAsync(BlobStore blobs, CenterSet centers, CancellationToken cancellationToken) =>
        blobs.PutAsync((stream, ct) => CenterFile.WriteAsync(centers, stream, ct), cancellationToken);
}
