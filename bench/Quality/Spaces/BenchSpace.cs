using UniBind.Grid.Alignment;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Bench.Quality;

/// <summary>A space version on disk for as long as something is measured in it: rows go through the same projection as those of jobs.</summary>
internal sealed class BenchSpace : IDisposable
{
    private readonly string _folder;
    private readonly Space _space;

    private BenchSpace(string folder, Space space) => (_folder, _space) = (folder, space);

    public static async Task<BenchSpace> PublishAsync(CenterSet centers, ScoreRule rule, Head head)
    {
        var folder = Directory.CreateTempSubdirectory("unibind-quality-").FullName;
        var blobs = new BlobStore(folder);
        var manifest = new SpaceManifest
        {
            Name = "quality",
            Version = 1,
            Created = DateTimeOffset.UtcNow,
            Pack = "lab",
            PackSha256 = new string('0', 64),
            Dimension = centers.Dimension,
            Centers = await SpaceStore.PutCentersAsync(blobs, centers, default),
            Classes = centers.Classes.Count,
            Heads = new Dictionary<string, string> { [head.Modality.Name()] = await SpaceStore.PutHeadAsync(blobs, head, default) },
            Score = rule,
        };
        return new BenchSpace(folder, Space.Open(blobs, await SpaceStore.WriteAsync(blobs, manifest, default)));
    }

    /// <summary>The embeddings of items.</summary>
    public static async Task<EmbeddingMatrix> ProjectAsync(CenterSet centers, Head head, EmbeddingMatrix raw)
    {
        using var space = await PublishAsync(centers, new ScoreRule(), head);
        return SpaceProjection.Create(space._space, head.Modality, "", head.RawDimension).Project(raw);
    }

    /// <summary>The share of items whose best class is theirs.</summary>
    public static async Task<double> AccuracyAsync(CenterSet centers, ScoreRule rule, Head head, EmbeddingMatrix raw, IReadOnlyList<string> labels)
    {
        if (labels.Count == 0)
            return double.NaN;
        using var space = await PublishAsync(centers, rule, head);
        var scored = SpaceProjection.Create(space._space, head.Modality, "", head.RawDimension).Apply(raw);
        return Enumerable.Range(0, labels.Count).Average(i => centers.Classes[scored.Class[i]] == labels[i] ? 1.0 : 0);
    }

    public void Dispose()
    {
        _space.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
