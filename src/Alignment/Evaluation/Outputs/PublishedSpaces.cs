using System.Text.Json;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Alignment;

/// <summary>Finds space versions in a store of published files without a grid.</summary>
internal static class PublishedSpaces
{
    private const int MaxManifest = 4 << 20;

    /// <summary>The hash of the manifest of a version.</summary>
    /// <exception cref="AlignmentException">There is none, or several files claim to be it.</exception>
    public static string Find(BlobStore blobs, string id)
    {
        var found = (Directory.Exists(blobs.Folder) ? Directory.EnumerateFiles(blobs.Folder, "*", SearchOption.AllDirectories) : [])
            .Where(file => Path.GetFileName(file).Length == 64 && IsManifest(file, id))
            .Select(file => Path.GetFileName(file))
            .ToArray();
        return found.Length == 1 ? found[0] : throw new AlignmentException(found.Length == 0
            ? $"The space '{id}' is not in '{blobs.Folder}'; name the data directory that it was published in with --data."
            : $"{found.Length} files in '{blobs.Folder}' claim to be '{id}', and the output does not say which one it was made with; embed or realign it again.");
    }

    // A blob is a manifest when it is JSON of the manifest's form; tensor files begin with eight bytes of length.
    private static bool IsManifest(string file, string id)
    {
        using var stream = File.OpenRead(file);
        if (stream.Length > MaxManifest || stream.ReadByte() != '{')
            return false;
        stream.Position = 0;
        try
        {
            using var json = JsonDocument.Parse(stream);
            return json.RootElement.TryGetProperty("name", out var name) && json.RootElement.TryGetProperty("version", out var version)
                && json.RootElement.TryGetProperty("packSha256", out _)
                && name.ValueKind == JsonValueKind.String && version.TryGetInt32(out var number)
                && FormattableString.Invariant($"{name.GetString()}@{number}") == id;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
