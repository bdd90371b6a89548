using Microsoft.Extensions.DependencyInjection;
using UniBind.Grid.Alignment;
using UniBind.Grid.Client;
using UniBind.Grid.Corpora;
using UniBind.Grid.Grains;
using UniBind.Grid.Samples;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Cluster.Tests;

[CollectionDefinition(Name)]
public sealed class SpaceCollection : ICollectionFixture<SpaceFixture>
{
    public const string Name = "spaces";
}

/// <summary>A cluster of two encoder silos with a folder of spaces, and a corpus of 30 items a modality.</summary>
public sealed class SpaceFixture : IAsyncLifetime
{
    public const int PerModality = 30;

    /// <summary>The modality that no published space of these tests has a head for.</summary>
    public const Modality Headless = Modality.Video;

    private static readonly string[] Classes = ["zero", "one", "two", "three", "four"];
    private readonly TempFolder _folder = new();
    private readonly TestSpaceVersions _versions = new();

    public GridCluster Grid { get; private set; } = null!;

    public string Corpus => Path.Combine(_folder.Path, "corpus");

    public BlobStore Blobs => new(Path.Combine(_folder.Path, "spaces", "blobs"));

    public async ValueTask InitializeAsync()
    {
        await SampleCorpus.WriteAsync(Corpus, new SampleOptions { PerClass = PerModality / 10 });
        Grid = await GridCluster.StartAsync(
            encoders: 2,
            options =>
            {
                foreach (var modality in Modalities.All)
                    options.ShardItems[modality.Name()] = 7;
            },
            silos: silo =>
            {
                silo.Services.Configure<SpaceStorageOptions>(o => o.Folder = Path.Combine(_folder.Path, "spaces"));
                silo.Services.AddSingleton<ISpaceVersions>(_versions);
            });
    }

    public async ValueTask DisposeAsync()
    {
        await Grid.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Publishes a version with random heads and centers; the text encoder anchors, and <see cref="Headless"/> gets no head.</summary>
    public async Task<SpaceVersionInfo> PublishAsync(string name, int version, Func<SpaceManifest, SpaceManifest>? change = null, ScoreCalibration? calibration = null)
    {
        var encoders = (await Grid.Client.DescribeWorkersAsync())[0].Encoders;
        var text = encoders.Single(e => e.Modality == Modality.Text);
        var random = new Random(HashCode.Combine(version));
        var heads = new Dictionary<string, string>();
        foreach (var encoder in encoders.Where(e => e.Modality is not (Modality.Text or Headless)).OrderBy(e => e.Modality))
        {
            var head = new Head
            {
                Modality = encoder.Modality,
                Weights = Matrix(random, text.Dimension, encoder.Dimension),
                Bias = Matrix(random, 1, text.Dimension).Values,
                Origin = new HeadOrigin { Method = "ridge", Encoder = encoder.Sha256 },
                Calibration = calibration,
            };
            heads[encoder.Modality.Name()] = await SpaceStore.PutHeadAsync(Blobs, head, TestContext.Current.CancellationToken);
        }
        var centers = new CenterSet(Classes, [0, 3, 5, 9, 10, 14], Matrix(random, 14, text.Dimension), Masks(), row => $"description {row}");
        var manifest = new SpaceManifest
        {
            Name = name,
            Version = version,
            Created = DateTimeOffset.UtcNow,
            Pack = text.Pack,
            PackSha256 = text.PackSha256,
            TextEncoder = text.Sha256,
            Dimension = text.Dimension,
            Centers = await SpaceStore.PutCentersAsync(Blobs, centers, TestContext.Current.CancellationToken),
            Classes = Classes.Length,
            Heads = heads,
        };
        manifest = change?.Invoke(manifest) ?? manifest;
        var info = new SpaceVersionInfo
        {
            Space = name,
            Version = version,
            Manifest = await SpaceStore.WriteAsync(Blobs, manifest, TestContext.Current.CancellationToken),
            Pack = manifest.Pack,
            PackSha256 = manifest.PackSha256,
        };
        _versions.Add(info);
        return info;
    }

    /// <summary>Announces a version whatever is stored of it.</summary>
    public void Announce(SpaceVersionInfo info) => _versions.Add(info);

    public Space Open(SpaceVersionInfo info) => Space.Open(Blobs, info.Manifest);

    public JobSpec Spec(string output, string space) => new() { Source = Corpus, Output = output, Space = space };

    public async Task<JobProgress> RunAsync(JobSpec spec)
    {
        var jobId = JobIds.New();
        await Grid.Client.SubmitAsync(jobId, spec);
        return await Grid.FinishAsync(jobId);
    }

    /// <summary>The second row of class three counts for pictures alone.</summary>
    private static int[] Masks()
    {
        var masks = Enumerable.Repeat(CenterSet.AllModalities, 14).ToArray();
        masks[6] = 1 << (int)Modality.Image;
        return masks;
    }

    private static EmbeddingMatrix Matrix(Random random, int rows, int columns)
    {
        var values = new float[rows * columns];
        for (var r = 0; r < rows; r++)
        {
            var row = values.AsSpan(r * columns, columns);
            foreach (ref var value in row)
                value = (float)(random.NextDouble() - 0.5);
            System.Numerics.Tensors.TensorPrimitives.Divide(row, System.Numerics.Tensors.TensorPrimitives.Norm<float>(row), row);
        }
        return new EmbeddingMatrix(values, rows, columns);
    }
}
