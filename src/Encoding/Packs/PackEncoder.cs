using System.Collections.Concurrent;
using System.Security.Cryptography;
using UniBind.Grid.Media;

namespace UniBind.Grid.Encoding;

/// <summary>The encoder of one modality in a loaded pack.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class PackEncoder
{
    private readonly ConcurrentDictionary<LongText, IPreprocessingProfile> _profiles = new();
    private readonly Func<LongText, IPreprocessingProfile> _createProfile;

    private PackEncoder(string folder, Modality modality, EncoderManifest manifest, PackLicence licence, string modelPath, Func<LongText, IPreprocessingProfile> createProfile)
    {
        Folder = folder;
        Modality = modality;
        Manifest = manifest;
        Licence = licence;
        ModelPath = modelPath;
        _createProfile = createProfile;
        Profile = ProfileFor(LongText.Truncate);
        Sha256 = Hash(manifest, Profile.Fingerprint);
    }

    /// <summary>The modality that it encodes.</summary>
    public Modality Modality { get; }

    /// <summary>What <c>pack.json</c> says about it.</summary>
    public EncoderManifest Manifest { get; }

    /// <summary>Its licence: its own, else the pack's.</summary>
    public PackLicence Licence { get; }

    /// <summary>The raw dimension.</summary>
    public int Dimension => Manifest.Output.Dimension;

    /// <summary>The absolute path of its model.</summary>
    public string ModelPath { get; }

    /// <summary>Its profile; texts longer than its window are cut.</summary>
    public IPreprocessingProfile Profile { get; }

    /// <summary>The encoder's hash: model, files, preprocessing, inputs and output. Equal hashes mean equal raw embeddings on one machine.</summary>
    public string Sha256 { get; }

    /// <summary>The folder of the pack, for messages.</summary>
    internal string Folder { get; }

    /// <summary>Where the encoder stands in the manifest, for messages.</summary>
    internal string Place => PlaceOf(Modality);

    /// <summary>Its profile with another treatment of long texts. Profiles of other modalities than text do not differ by it.</summary>
    /// <exception cref="InvalidDataException">The profile cannot treat long texts that way.</exception>
    public IPreprocessingProfile ProfileFor(LongText longText) => _profiles.GetOrAdd(longText, _createProfile);

    internal static PackEncoder Load(PackFolder folder, Modality modality, EncoderManifest manifest, PackLicence licence, PackLoadOptions options)
    {
        var place = PlaceOf(modality);
        var modelPath = folder.Verify(manifest.Model, place + ".model");
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < manifest.Files.Count; i++)
            files.Add(manifest.Files[i].Path, folder.Verify(manifest.Files[i], $"{place}.files[{i}]"));

        var model = PackModelCheck.Read(folder.Path, place, manifest.Model.Path, modelPath, files.Keys);
        IPreprocessingProfile Create(LongText longText) => options.CreateProfile(manifest.Preprocessing.Profile, new ProfileContext
        {
            Options = manifest.Preprocessing.Options,
            Limits = options.Limits,
            LongText = longText,
            OpenResource = name => files.TryGetValue(name, out var path)
                ? File.OpenRead(path)
                : throw new InvalidDataException($"The profile reads the file '{name}', which is not listed in 'files'; add it there with its sha256."),
        });

        PackEncoder encoder;
        try
        {
            encoder = new PackEncoder(folder.Path, modality, manifest, manifest.Licence ?? licence, modelPath, Create);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or ItemException)
        {
            throw PackException.At(folder.Path, place + ".preprocessing", e.Message, e);
        }

        if (!Reads(encoder.Profile, modality))
            throw PackException.At(folder.Path, place + ".preprocessing.profile", $"the profile '{encoder.Profile.Name}' reads {encoder.Profile.Modality.Name()} and not {modality.Name()}; choose a profile of the modality.");
        EncoderContract.Bind(encoder, model.Signature);
        return encoder;
    }

    /// <summary>Heat pictures and pictures of events may also go through a profile of pictures, as in UniBind itself.</summary>
    private static bool Reads(IPreprocessingProfile profile, Modality modality) =>
        profile.Modality == modality || (profile.Modality == Modality.Image && modality is Modality.Thermal or Modality.Event);

    private static string PlaceOf(Modality modality) => "$.encoders." + modality.Name();

    private static string Hash(EncoderManifest manifest, string fingerprint)
    {
        var lines = new List<string> { "unibind-encoder-1", "model " + manifest.Model.Sha256 };
        lines.AddRange(manifest.Files.OrderBy(f => f.Path, StringComparer.Ordinal).Select(f => $"file {f.Path} {f.Sha256}"));
        lines.Add("preprocessing " + fingerprint);
        lines.AddRange(manifest.Inputs.OrderBy(i => i.Key, StringComparer.Ordinal).Select(i => $"input {i.Key} {i.Value}"));
        lines.Add(FormattableString.Invariant($"output {manifest.Output.Name} {manifest.Output.Dimension} {StrictJson.WordOf(manifest.Output.Kind)}"));
        return Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines))));
    }
}
