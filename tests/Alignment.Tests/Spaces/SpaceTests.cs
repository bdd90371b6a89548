using UniBind.Grid.Corpora;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Alignment.Tests;

public sealed class SpaceTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly BlobStore _blobs;

    public SpaceTests() => _blobs = new BlobStore(_folder.Path);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Open_OneBitOfAFileFlipped_SaysWhichIsDamaged()
    {
        var manifest = await WriteAsync(await SpaceStore.PutHeadAsync(_blobs, Head(1), Token));
        foreach (var path in Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories))
        {
            // Times of files are coarse: one that was changed within some milliseconds may look the same.
            File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);
            var whole = await File.ReadAllBytesAsync(path, Token);
            var damaged = whole.ToArray();
            damaged[^3] ^= 1;
            await File.WriteAllBytesAsync(path, damaged, Token);

            var error = Assert.Throws<CorpusException>(() => Space.Open(_blobs, manifest).Dispose());

            Assert.Contains($"{Path.GetFileName(path)[..12]} in '{_folder.Path}' is damaged", error.Message, StringComparison.Ordinal);
            await File.WriteAllBytesAsync(path, whole, Token);
        }
        Space.Open(_blobs, manifest).Dispose();
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public async Task Open_HeadWithAValueThatIsNotFinite_SaysSo(float value)
    {
        var manifest = await WriteAsync(await SpaceStore.PutHeadAsync(_blobs, Head(value), Token));

        Assert.Contains("head of image has a value that is no finite number", Assert.Throws<AlignmentException>(() => Space.Open(_blobs, manifest)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("7")]
    [InlineData("{\"Modality\":7}")]
    public async Task Open_HeadWhoseFactsAreNoJson_SaysSo(string facts)
    {
        var head = await _blobs.PutAsync((stream, ct) => new SafetensorsWriter()
            .Metadata("format", "unibind-head-1").Metadata("head", facts).Tensor<float>("weight", new float[] { 1, 0, 0, 1 }, 2, 2).WriteAsync(stream, ct), Token);
        var manifest = await WriteAsync(head);

        Assert.Contains("holds no head", Assert.Throws<AlignmentException>(() => Space.Open(_blobs, manifest)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static Head Head(float value) => new() { Modality = Modality.Image, Weights = Unit.Rows([value, 0], [0, 1]), Bias = new float[] { 0, 0 } };

    private async Task<string> WriteAsync(string head) => await SpaceStore.WriteAsync(_blobs, new SpaceManifest
    {
        Name = "s",
        Version = 1,
        Created = DateTimeOffset.UnixEpoch,
        Pack = "p",
        PackSha256 = "",
        Dimension = 2,
        Centers = await SpaceStore.PutCentersAsync(_blobs, Unit.Centers(Unit.Rows([1, 0], [0, 1]), [1, 1]), Token),
        Heads = new Dictionary<string, string> { ["image"] = head },
    }, Token);
}
