using Microsoft.Extensions.Options;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Grains;

/// <summary>The paths inside the grid's folder of spaces.</summary>
/// <remarks>Thread-safe; a singleton of the silo.</remarks>
public sealed class SpaceFolder(IOptions<SpaceStorageOptions> options)
{
    private readonly Lazy<BlobStore> _blobs = new(() => new BlobStore(Path.Combine(Require(options.Value), "blobs")));

    /// <summary>The published files, under their hashes.</summary>
    /// <exception cref="GridException">The silo was given no folder for spaces.</exception>
    public BlobStore Blobs => _blobs.Value;

    /// <summary>The files of one class's descriptions.</summary>
    /// <exception cref="GridException">The silo was given no folder for spaces.</exception>
    internal KnowledgeFiles KnowledgeFiles(string space, string name)
    {
        // Names of classes are free text; the files are called by their hash.
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name)))[..32];
        return new KnowledgeFiles(Path.Combine(Require(options.Value), "knowledge", SpaceKey.RequireSpace(space), hash[..2]), hash);
    }

    /// <summary>What the training of a space's heads keeps: sums over parts of outputs, and checkpoints. It can be made again; deleting it costs time only.</summary>
    /// <exception cref="GridException">The silo was given no folder for spaces.</exception>
    public string AlignmentFolder(string space, string kind) => Path.Combine(Require(options.Value), "alignment", SpaceKey.RequireSpace(space), kind);

    /// <summary>What the trainings of all spaces keep: the folders that <see cref="AlignmentFolder"/> gave.</summary>
    /// <exception cref="GridException">The silo was given no folder for spaces.</exception>
    internal string[] AlignmentFolders()
    {
        var all = Path.Combine(Require(options.Value), "alignment");
        return Directory.Exists(all) ? [.. Directory.EnumerateDirectories(all).SelectMany(Directory.EnumerateDirectories)] : [];
    }

    private static string Require(SpaceStorageOptions options) => options.Folder.Length > 0
        ? options.Folder
        : throw new GridException("This grid has no folder for spaces; give it a data directory.");
}
