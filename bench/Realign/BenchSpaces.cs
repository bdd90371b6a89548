using System.Numerics.Tensors;
using UniBind.Grid.Alignment;
using UniBind.Grid.Corpora;
using UniBind.Grid.Encoding;
using UniBind.Grid.Grains;

namespace UniBind.Grid.Bench;

/// <summary>Two versions of a space with random heads and centers: for speed only their sizes matter.</summary>
internal sealed class BenchSpaces(string folder, EncoderPack pack) : ISpaceVersions
{
    public const string Name = "bench";
    private const int Classes = 10;
    private const int RowsPerClass = 50;
    private readonly List<SpaceVersionInfo> _versions = [];

    public BlobStore Blobs { get; } = new(Path.Combine(folder, "blobs"));

    public Task<SpaceVersionInfo> ResolveAsync(string space, string version) =>
        Task.FromResult(_versions.Single(v => v.Space == space && FormattableString.Invariant($"{v.Version}") == version));

    public Space Open(int version) => Space.Open(Blobs, _versions[version - 1].Manifest);

    public async Task PublishAsync()
    {
        var version = _versions.Count + 1;
        var random = new Random(version);
        var text = pack.Encoders[Modality.Text];
        var dimension = text.Manifest.Output.Dimension;
        var heads = new Dictionary<string, string>();
        foreach (var encoder in pack.Encoders.Values.Where(e => e.Modality != Modality.Text))
        {
            var head = new Head
            {
                Modality = encoder.Modality,
                Weights = Directions(random, dimension, encoder.Manifest.Output.Dimension),
                Origin = new HeadOrigin { Method = "ridge", Encoder = encoder.Sha256 },
            };
            heads[encoder.Modality.Name()] = await SpaceStore.PutHeadAsync(Blobs, head, default);
        }
        var starts = Enumerable.Range(0, Classes + 1).Select(c => c * RowsPerClass).ToArray();
        var names = Enumerable.Range(0, Classes).Select(c => $"class {c}").ToArray();
        var masks = Enumerable.Repeat(CenterSet.AllModalities, Classes * RowsPerClass).ToArray();
        var centers = new CenterSet(names, starts, Directions(random, Classes * RowsPerClass, dimension), masks, row => $"description {row}");
        var manifest = new SpaceManifest
        {
            Name = Name,
            Version = version,
            Created = DateTimeOffset.UtcNow,
            Pack = pack.Name,
            PackSha256 = pack.Sha256,
            TextEncoder = text.Sha256,
            Dimension = dimension,
            Centers = await SpaceStore.PutCentersAsync(Blobs, centers, default),
            Classes = Classes,
            Heads = heads,
        };
        _versions.Add(new SpaceVersionInfo
        {
            Space = Name,
            Version = version,
            Manifest = await SpaceStore.WriteAsync(Blobs, manifest, default),
            Pack = pack.Name,
            PackSha256 = pack.Sha256,
        });
    }

    private static EmbeddingMatrix Directions(Random random, int rows, int columns)
    {
        var values = new float[rows * columns];
        for (var r = 0; r < rows; r++)
        {
            var row = values.AsSpan(r * columns, columns);
            foreach (ref var value in row)
                value = (float)(random.NextDouble() - 0.5);
            TensorPrimitives.Divide(row, TensorPrimitives.Norm<float>(row), row);
        }
        return new EmbeddingMatrix(values, rows, columns);
    }
}
