using UniBind.Grid.Alignment;
using UniBind.Grid.Corpora;
using UniBind.Grid.Encoding;

namespace UniBind.Grid.Bench;

/// <summary>A space of many classes with random unit rows, as a build would have left it: files of 256 classes each.</summary>
internal sealed class ManyClasses(string root, int classes, int rows, int dimension)
{
    public const string Name = "many";
    private const int ChunkClasses = 256;
    private readonly string[] _names = [.. Enumerable.Range(0, classes).Select(i => $"class {i:00000}")];

    public BlobStore Blobs { get; } = new(Path.Combine(root, "home", "spaces", "blobs"));

    public async Task AddAsync(IGrainFactory grains)
    {
        foreach (var some in _names.Chunk(5_000))
            await grains.GetGrain<ISpaceGrain>(Name).AddClassesAsync(some);
    }

    public async Task RecordAsync(IGrainFactory grains, EncoderPack pack)
    {
        var random = new Random(1);
        foreach (var chunk in _names.Chunk(ChunkClasses))
        {
            var file = await SpaceStore.PutCentersAsync(Blobs, Set(chunk, random), CancellationToken.None);
            await Parallel.ForEachAsync(chunk, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (name, _) =>
                await grains.GetGrain<IClassCenterGrain>(SpaceKey.ForClass(Name, name)).RecordAsync(new CenterVersion
                {
                    Class = name,
                    File = file,
                    Rows = rows,
                    Dimension = dimension,
                    Selection = "medoid " + rows,
                    Pack = pack.Name,
                    PackSha256 = pack.Sha256,
                    TextEncoder = pack.Encoders[Modality.Text].Sha256,
                    Created = DateTimeOffset.UtcNow,
                }));
        }
    }

    private CenterSet Set(string[] names, Random random)
    {
        var values = new float[names.Length * rows * dimension];
        for (var r = 0; r < names.Length * rows; r++)
        {
            var row = values.AsSpan(r * dimension, dimension);
            for (var d = 0; d < dimension; d++)
                row[d] = random.NextSingle() - 0.5f;
            System.Numerics.Tensors.TensorPrimitives.Divide(row, System.Numerics.Tensors.TensorPrimitives.Norm<float>(row), row);
        }
        var masks = new int[names.Length * rows];
        Array.Fill(masks, CenterSet.AllModalities);
        return new CenterSet(names, [.. Enumerable.Range(0, names.Length + 1).Select(i => i * rows)], new EmbeddingMatrix(values, names.Length * rows, dimension), masks, r => $"{names[r / rows]}, description {r % rows}");
    }
}
