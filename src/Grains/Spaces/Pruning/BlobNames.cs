using System.Text.Json;
using UniBind.Grid.Alignment;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Grains;

/// <summary>The files that something stored names: those of published versions, of centers, of heads, and of what trainings keep.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class BlobNames(IGrainFactory grains, SpaceFolder folder)
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _manifests = new(StringComparer.Ordinal);

    /// <summary>The keys of the grains that may have centers of a space.</summary>
    public static async Task<string[]> ClassesAsync(IGrainFactory grains, string space)
    {
        var info = await grains.GetGrain<ISpaceGrain>(space).GetAsync();
        return [.. info.Classes.Select(c => SpaceKey.ForClass(space, c))];
    }

    public bool Contains(string name) => _names.Contains(name);

    public void Add(IEnumerable<SpaceVersionInfo> versions) => _manifests.UnionWith(versions.Select(v => v.Manifest));

    public void Add(IEnumerable<CenterVersion> centers)
    {
        foreach (var center in centers)
        {
            _names.Add(center.File);
            if (center.Calibrated is { } calibrated)
                _names.Add(calibrated);
        }
    }

    public void Add(IEnumerable<HeadInfo> heads) => _names.UnionWith(heads.Select(h => h.Sha256));

    /// <summary>Everything that another space names.</summary>
    public async Task AddSpaceAsync(string space)
    {
        Add((await grains.GetGrain<ISpaceGrain>(space).GetAsync()).Versions);
        var classes = await ClassesAsync(grains, space);
        Add((await classes.SelectAsync(key => grains.GetGrain<IClassCenterGrain>(key).ListCentersAsync())).SelectMany(c => c));
        Add((await Modalities.All.SelectAsync(m => grains.GetGrain<IAlignmentGrain>(SpaceKey.ForModality(space, m)).ListHeadsAsync())).SelectMany(h => h));
    }

    /// <summary>What the manifests added so far name. Reads them.</summary>
    /// <exception cref="CorpusException">One is missing or damaged: nothing may be removed then, for what it names is not known.</exception>
    /// <exception cref="AlignmentException">One was written by a newer version of the grid.</exception>
    public void AddManifests()
    {
        foreach (var sha256 in _manifests)
        {
            var manifest = SpaceStore.ReadManifest(folder.Blobs, sha256);
            _names.Add(sha256);
            _names.UnionWith(new[] { manifest.Centers, manifest.Lineage, manifest.Calibrated }.OfType<string>().Concat(manifest.Heads.Values));
        }
    }

    /// <summary>What the groups that a training made name; a file that is none of a group names nothing.</summary>
    public void AddGroups(IEnumerable<StoredBlob> files)
    {
        foreach (var file in files)
        {
            try
            {
                using var stream = File.OpenRead(file.Path);
                if (JsonSerializer.Deserialize<AlignGroupSummary>(stream) is { } group)
                    _names.UnionWith(group.Grams.Append(group.Captions).OfType<string>());
            }
            catch (Exception e) when (e is JsonException or NotSupportedException or IOException or UnauthorizedAccessException)
            {
                // A checkpoint, or a file that went meanwhile.
            }
        }
    }
}
