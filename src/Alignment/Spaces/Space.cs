using UniBind.Grid.Corpora;

namespace UniBind.Grid.Alignment;

/// <summary>A published version of a space, opened: its manifest, centers and heads. Large matrices are mapped, not read.</summary>
/// <remarks>Immutable and thread-safe; centers and heads are valid until disposal.</remarks>
public sealed class Space : IDisposable
{
    private readonly List<SafetensorsFile> _files = [];
    private readonly Dictionary<Modality, (Head Head, string Sha256)> _heads = [];

    private Space(SpaceManifest manifest, string sha256)
    {
        Manifest = manifest;
        Sha256 = sha256;
    }

    /// <summary>The manifest.</summary>
    public SpaceManifest Manifest { get; }

    /// <summary>The manifest's hash: the address of the whole version.</summary>
    public string Sha256 { get; }

    /// <summary>The class centers; null when the version has none.</summary>
    public CenterSet? Centers { get; private set; }

    /// <summary>The ids that every evaluation leaves out, because their labels went into the centers.</summary>
    public IReadOnlySet<string> CalibratedIds { get; private set; } = new HashSet<string>();

    /// <summary>The head of a modality and its hash; null when it has none.</summary>
    public (Head Head, string Sha256)? HeadOf(Modality modality) => _heads.TryGetValue(modality, out var head) ? head : null;

    /// <summary>How class scores of a modality become confidences; null where nothing was fitted, or for another rule than the version scores by.</summary>
    public ScoreCalibration? CalibrationOf(Modality modality) =>
        HeadOf(modality)?.Head.Calibration is { } calibration && calibration.Fits(Manifest.Score) ? calibration : null;

    /// <summary>Opens a version.</summary>
    /// <exception cref="AlignmentException">Its parts do not fit together or are of a form that this version does not read.</exception>
    /// <exception cref="CorpusException">A file of it is missing, damaged, or cannot be read.</exception>
    public static Space Open(BlobStore blobs, string sha256)
    {
        var manifest = SpaceStore.ReadManifest(blobs, sha256);
        var space = new Space(manifest, sha256);
        try
        {
            space.OpenParts(blobs);
            return space;
        }
        catch
        {
            space.Dispose();
            throw;
        }
    }

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        foreach (var file in _files)
            file.Dispose();
    }

    private void OpenParts(BlobStore blobs)
    {
        if (Manifest.Centers is { } centers)
        {
            Centers = CenterFile.Read(OpenPart(blobs, centers));
            RequireDimension("centers", Centers.Dimension);
        }
        foreach (var (name, sha256) in Manifest.Heads)
        {
            var head = HeadFile.Read(OpenPart(blobs, sha256));
            if (head.Modality.Name() != name)
                throw new AlignmentException($"The head of {name} in '{Manifest.Id}' is one of {head.Modality.Name()}.");
            RequireDimension("head of " + name, head.Dimension);
            _heads.Add(head.Modality, (head, sha256));
        }
        if (Manifest.Calibrated is { } ids)
            CalibratedIds = Alignment.CalibratedIds.Read(blobs, ids);
    }

    private void RequireDimension(string part, int dimension)
    {
        if (dimension != Manifest.Dimension)
            throw new AlignmentException($"The {part} of '{Manifest.Id}' have {dimension} dimensions, and the space has {Manifest.Dimension}.");
    }

    private SafetensorsFile OpenPart(BlobStore blobs, string sha256)
    {
        var file = SafetensorsFile.Open(blobs.RequireWhole(sha256));
        _files.Add(file);
        return file;
    }
}
