namespace UniBind.Grid.Encoding;

/// <summary>An encoder pack: a folder with <c>pack.json</c> and the files that it names, checked.</summary>
/// <remarks>Immutable and thread-safe. Loading a pack opens no ONNX session: see <see cref="EncoderHost"/>.</remarks>
public sealed class EncoderPack
{
    /// <summary>The name of the manifest.</summary>
    public const string ManifestName = "pack.json";

    private EncoderPack(string folder, PackManifest manifest, IReadOnlyDictionary<Modality, PackEncoder> encoders)
    {
        Folder = folder;
        Manifest = manifest;
        Encoders = encoders;
        Sha256 = PackManifestWriter.Sha256(manifest);
    }

    /// <summary>The pack's folder, absolute.</summary>
    public string Folder { get; }

    /// <summary>What <c>pack.json</c> says.</summary>
    public PackManifest Manifest { get; }

    /// <summary>The pack's name.</summary>
    public string Name => Manifest.Name;

    /// <summary>The pack's version.</summary>
    public string Version => Manifest.Version;

    /// <summary>True when the encoders share one space already.</summary>
    public bool Aligned => Manifest.Aligned;

    /// <summary>The licence of the encoders that name none of their own.</summary>
    public PackLicence Licence => Manifest.Licence;

    /// <summary>The content address: the SHA-256 of the manifest in its canonical form, which holds the hash of every file.</summary>
    public string Sha256 { get; }

    /// <summary>The encoders by modality.</summary>
    public IReadOnlyDictionary<Modality, PackEncoder> Encoders { get; }

    /// <summary>
    /// Reads a pack and checks what can be checked without running a model: the manifest, that every file is in the folder and has its
    /// SHA-256, the profiles and their options, that each model is self-contained (no external data elsewhere, no custom operators), and that
    /// its inputs and outputs fit the profile and the manifest.
    /// </summary>
    /// <param name="folder">The pack's folder.</param>
    /// <param name="options">How to load it; null for the defaults.</param>
    /// <exception cref="PackException">There is a fault; the message tells the first one.</exception>
    public static EncoderPack Load(string folder, PackLoadOptions? options = null)
    {
        options ??= PackLoadOptions.Default;
        folder = Path.GetFullPath(folder);
        var manifest = PackManifestReader.Read(folder, ReadManifest(folder));
        var files = new PackFolder(folder);
        var encoders = new SortedDictionary<Modality, PackEncoder>();
        foreach (var (modality, encoder) in manifest.Encoders)
            encoders.Add(modality, PackEncoder.Load(files, modality, encoder, manifest.Licence, options));
        return new EncoderPack(folder, manifest, encoders);
    }

    /// <summary>The name and the content address of a pack, without checking anything but its manifest.</summary>
    /// <exception cref="PackException">There is no manifest, or it is faulty.</exception>
    public static (string Name, string Sha256) ReadIdentity(string folder)
    {
        folder = Path.GetFullPath(folder);
        var manifest = PackManifestReader.Read(folder, ReadManifest(folder));
        return (manifest.Name, PackManifestWriter.Sha256(manifest));
    }

    private static byte[] ReadManifest(string folder)
    {
        var path = Path.Combine(folder, ManifestName);
        try
        {
            if (!File.Exists(path))
                throw new PackException($"'{folder}' is no encoder pack: it has no {ManifestName}; give a pack's folder, or make one with 'unibind pack new'.");
            return new FileInfo(path).Length <= PackManifestReader.MaxBytes
                ? File.ReadAllBytes(path)
                : throw PackException.At(folder, "$", $"the file has more than {PackManifestReader.MaxBytes} bytes; a manifest is small.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw PackException.At(folder, "$", $"the file cannot be read: {e.Message}", e);
        }
    }
}
