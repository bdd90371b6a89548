using System.Text.Json;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Alignment;

/// <summary>The blob of the ids whose labels went into centers: one JSON string a line, because an id may hold line ends.</summary>
public static class CalibratedIds
{
    /// <summary>Stores ids and returns their blob's hash. The order is kept: sorted ids give equal hashes.</summary>
    /// <exception cref="IOException">The disk is full or fails.</exception>
    public static Task<string> PutAsync(BlobStore blobs, IEnumerable<string> ids, CancellationToken cancellationToken = default) =>
        blobs.PutLinesAsync(ids.Select(id => JsonSerializer.Serialize(id, JsonSerializerOptions.Web)), cancellationToken);

    /// <summary>Reads the ids of a blob.</summary>
    /// <exception cref="AlignmentException">It is damaged.</exception>
    /// <exception cref="CorpusException">It is missing.</exception>
    public static HashSet<string> Read(BlobStore blobs, string sha256)
    {
        var path = blobs.RequireWhole(sha256);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            foreach (var line in File.ReadLines(path))
                ids.Add(JsonSerializer.Deserialize<string>(line) ?? throw new JsonException("an id is null"));
            return ids;
        }
        catch (JsonException e)
        {
            throw new AlignmentException($"The list of calibrated items {sha256[..12]} is damaged: {e.Message}; build the centers again.", e);
        }
    }
}
