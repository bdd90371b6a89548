using System.Security.Cryptography;
using System.Text.Json;
using UniBind.Grid.Alignment;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Grains;

/// <summary>Writes what a version of a space has of its classes: one file of all rows, where they come from, and whose labels went into them.</summary>
internal static class CenterCompilation
{
    // How many different rules a manifest names; beyond that the lineage tells.
    private const int NamedSelections = 5;

    /// <summary>Writes the files and returns the manifest with their hashes.</summary>
    /// <exception cref="AlignmentException">A center file is damaged, or they do not fit together.</exception>
    /// <exception cref="CorpusException">A center file is missing or damaged.</exception>
    public static async Task<SpaceManifest> WriteAsync(BlobStore blobs, SpaceManifest manifest, CenterVersion[] centers, CancellationToken cancellationToken)
    {
        var selections = centers.Select(c => c.Selection).Distinct(StringComparer.Ordinal).ToArray();
        return manifest with
        {
            Centers = await WriteRowsAsync(blobs, centers, cancellationToken),
            Lineage = await blobs.PutAsync((stream, ct) => WriteLineageAsync(centers, stream, ct), cancellationToken),
            Calibrated = await WriteCalibratedAsync(blobs, centers, cancellationToken),
            Knowledge = KnowledgeOf(centers),
            Selection = selections.Length <= NamedSelections ? string.Join(", ", selections) : $"{selections.Length} rules",
        };
    }

    /// <summary>Merges the rows of all centers, which lie in many files, into one center file, and returns its hash.</summary>
    /// <exception cref="AlignmentException">A center file is damaged, or they do not fit together.</exception>
    /// <exception cref="CorpusException">A center file is missing or damaged.</exception>
    public static async Task<string> WriteRowsAsync(BlobStore blobs, CenterVersion[] centers, CancellationToken cancellationToken)
    {
        var files = new List<SafetensorsFile>();
        try
        {
            var sets = new Dictionary<string, CenterSet>(StringComparer.Ordinal);
            var parts = new List<CenterPart>(centers.Length);
            foreach (var center in centers)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!sets.TryGetValue(center.File, out var set))
                {
                    files.Add(SafetensorsFile.Open(blobs.RequireWhole(center.File)));
                    sets[center.File] = set = CenterFile.Read(files[^1]);
                }
                parts.Add(new CenterPart(set, set.IndexOf(center.Class) is var place and >= 0
                    ? place
                    : throw new AlignmentException($"The center file of '{center.Class}' does not hold this class; build its center again.")));
            }
            return await blobs.PutAsync((stream, ct) => CenterMerge.WriteAsync(parts, stream, ct), cancellationToken);
        }
        finally
        {
            foreach (var file in files)
                file.Dispose();
        }
    }

    private static async Task WriteLineageAsync(CenterVersion[] centers, Stream stream, CancellationToken cancellationToken)
    {
        var text = new StreamWriter(stream, leaveOpen: true);
        await using (text)
        {
            foreach (var c in centers)
                await text.WriteLineAsync(JsonSerializer.Serialize(new { c.Class, c.Version, c.File, c.Knowledge, c.Selection, c.Llms, c.Prompts, c.Created }, JsonSerializerOptions.Web).AsMemory(), cancellationToken);
        }
    }

    /// <summary>The union of the ids that selection rules used, sorted.</summary>
    private static async Task<string?> WriteCalibratedAsync(BlobStore blobs, CenterVersion[] centers, CancellationToken cancellationToken)
    {
        var files = centers.Select(c => c.Calibrated).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        if (files.Length <= 1)
            return files.FirstOrDefault() is { } only && blobs.Require(only) is not null ? only : null;
        var ids = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
            ids.UnionWith(CalibratedIds.Read(blobs, file));
        return await CalibratedIds.PutAsync(blobs, ids, cancellationToken);
    }

    private static string KnowledgeOf(CenterVersion[] centers)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var center in centers)
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes($"{center.Class}\0{center.Knowledge}\0"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
