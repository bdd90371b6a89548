using UniBind.Grid.Alignment;
using UniBind.Grid.Corpora;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Cluster.Tests;

public sealed class CenterImportTests(GridFixture fixture) : IDisposable
{
    private readonly TempFolder _folder = new();

    private GridCluster Grid => fixture.Grid;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Import_FileOfTheOriginal_GivesCentersThatArePublishedWithTheirRows()
    {
        var (space, dimension) = (Knowledge.NewSpace(), await DimensionAsync());
        var path = _folder.Write("image_toys_center_embeddings.pkl", PickleWriter.Zip([("cup", Rows(3, dimension, 1)), ("lamp", Rows(5, dimension, 2))]));
        var done = await Grid.Client.Spaces.ImportCentersAsync(space, new CenterImport { Pack = "classic", Path = path, Modality = Modality.Image }, Token);
        Assert.Equal((2, 2, 8L), (done.Classes, done.Built, done.Rows));

        var lamp = await Grid.Client.Spaces.GetCenterAsync(space, "lamp");
        Assert.Equal((1, CenterImport.Selection, 5), (lamp.Center.Version, lamp.Center.Selection, lamp.Rows.Count));
        Assert.All(lamp.Rows, r => Assert.Equal([Modality.Image], r.Modalities));

        var version = await Grid.Client.Spaces.PublishAsync(space, new PublishRequest());
        Assert.Equal((2, 8L), (version.Classes, version.Rows));
        using var opened = Alignment.Space.Open(new BlobStore(Path.Combine(Grid.SpacesFolder, "blobs")), version.Manifest);
        var expected = Rows(5, dimension, 2);
        for (var d = 0; d < dimension; d++)
            Assert.Equal(expected.Row(4)[d], opened.Centers!.Rows.Row(7)[d], 1e-6f);
        Assert.Equal(CenterImport.Selection, opened.Manifest.Selection);
    }

    [Fact]
    public async Task Publish_ImportedCentersOfAnotherDimension_SaysThatPackAndCentersMismatch()
    {
        var space = Knowledge.NewSpace();
        var path = _folder.Write("image_toys_center_embeddings.pkl", PickleWriter.Plain([("cup", Rows(3, 7, 1))]));
        await Grid.Client.Spaces.ImportCentersAsync(space, new CenterImport { Pack = "classic", Path = path }, Token);
        var error = await Assert.ThrowsAsync<GridException>(() => Grid.Client.Spaces.PublishAsync(space, new PublishRequest()));
        Assert.Contains("Dimension mismatch between pack and centers", error.Message);
        Assert.Contains("have 7 dimensions", error.Message);
        Assert.Empty((await Grid.Client.Spaces.GetAsync(space)).Versions);
    }

    [Fact]
    public async Task Import_FileThatHoldsNoCenters_IsRefusedAndMakesNoSpace()
    {
        var space = Knowledge.NewSpace();
        var path = _folder.Write("broken.pkl", "no pickle");
        var error = await Assert.ThrowsAsync<GridException>(() => Grid.Client.Spaces.ImportCentersAsync(space, new CenterImport { Pack = "classic", Path = path }, Token));
        Assert.Contains("cannot be imported as class centers", error.Message);
        Assert.DoesNotContain(space, await Grid.Client.Spaces.ListAsync());
        var missing = await Assert.ThrowsAsync<GridException>(() => Grid.Client.Spaces.ImportCentersAsync(space, new CenterImport { Pack = "classic", Path = path + "x" }, Token));
        Assert.Contains("cannot be read", missing.Message);
    }

    private async Task<int> DimensionAsync() => (await Grid.Client.DescribeWorkersAsync())[0].Encoders.Single(e => e.Pack == "classic" && e.Modality == Modality.Text).Dimension;

    private static EmbeddingMatrix Rows(int rows, int columns, int seed)
    {
        var random = new Random(seed);
        var values = new float[rows * columns];
        for (var r = 0; r < rows; r++)
        {
            var row = values.AsSpan(r * columns, columns);
            foreach (ref var value in row)
                value = random.NextSingle() - 0.5f;
            System.Numerics.Tensors.TensorPrimitives.Divide(row, System.Numerics.Tensors.TensorPrimitives.Norm<float>(row), row);
        }
        return new EmbeddingMatrix(values, rows, columns);
    }
}
