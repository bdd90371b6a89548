using System.Text.Json;
using UniBind.Grid.Alignment;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Grains;

/// <summary>The targets of a training, opened: the class centers and the items' descriptions.</summary>
/// <remarks>Thread-safe until disposal.</remarks>
internal sealed class AlignTargetsOnDisk : IDisposable
{
    private readonly SafetensorsFile? _file;
    private readonly Dictionary<string, int> _classes = new(StringComparer.Ordinal);
    private readonly IReadOnlyDictionary<string, string> _captions;
    private readonly IReadOnlySet<string> _calibrated;

    private AlignTargetsOnDisk(SafetensorsFile? file, CenterSet? centers, Modality modality, IReadOnlyDictionary<string, string> captions, IReadOnlySet<string> calibrated)
    {
        _calibrated = calibrated;
        _file = file;
        _captions = captions;
        Centers = centers;
        for (var c = 0; c < (centers?.Classes.Count ?? 0); c++)
            if (Counts(centers!, c, modality))
                _classes.Add(centers!.Classes[c], c);
    }

    /// <summary>The centers; null without.</summary>
    public CenterSet? Centers { get; }

    /// <summary>Opens the targets that a training refers to.</summary>
    /// <exception cref="AlignmentException">A file is damaged.</exception>
    /// <exception cref="CorpusException">A file is missing.</exception>
    public static AlignTargetsOnDisk Open(AlignRun run, BlobStore blobs)
    {
        IReadOnlyDictionary<string, string> captions = run.Captions is { } sha
            ? JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllBytes(blobs.RequireWhole(sha)))!
            : new Dictionary<string, string>();
        if (run.Centers is not { } centers)
            return new AlignTargetsOnDisk(null, null, run.Modality, captions, new HashSet<string>());
        var calibrated = run.Calibrated.SelectMany(ids => CalibratedIds.Read(blobs, ids)).ToHashSet(StringComparer.Ordinal);
        var file = SafetensorsFile.Open(blobs.RequireWhole(centers));
        try
        {
            return new AlignTargetsOnDisk(file, CenterFile.Read(file), run.Modality, captions, calibrated);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The vectors that were stored for a group's captions, mapped from their file.</summary>
    /// <exception cref="AlignmentException">The file is damaged.</exception>
    /// <exception cref="CorpusException">The file is missing.</exception>
    public static SafetensorsFile? OpenCaptions(AlignGroupSummary group, BlobStore blobs) =>
        group.Captions is { } sha ? SafetensorsFile.Open(blobs.RequireWhole(sha)) : null;

    /// <summary>The class of an item with some labels: that of the first label that is one; -1 when none is.</summary>
    public int ClassOf(IReadOnlyList<string> labels)
    {
        foreach (var label in labels)
            if (_classes.TryGetValue(label, out var place))
                return place;
        return -1;
    }

    /// <summary>Whether the item's label selected rows of the centers: what is measured on it would flatter.</summary>
    public bool IsCalibrated(string item) => _calibrated.Contains(item);

    /// <summary>The approved description of an item, or null.</summary>
    public string? CaptionOf(string item) => _captions.GetValueOrDefault(item);

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    /// <summary>A class whose rows are all masked for the modality is none for it.</summary>
    private static bool Counts(CenterSet centers, int place, Modality modality)
    {
        var (start, count) = centers.RowsOf(place);
        for (var r = start; r < start + count; r++)
            if (centers.Counts(r, modality))
                return true;
        return false;
    }
}
