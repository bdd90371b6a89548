using UniBind.Grid.Corpora;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Alignment.Tests;

public sealed class CalibratedIdsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private BlobStore Blobs => new(_folder.Path);

    [Fact]
    public async Task Read_IdsWithLineEnds_AreTheSame()
    {
        string[] ids = ["a\nb", "c\r\n", "", "\"quoted\"", "für\u2028zwei"];

        var read = CalibratedIds.Read(Blobs, await CalibratedIds.PutAsync(Blobs, ids, TestContext.Current.CancellationToken));

        Assert.Equal(ids.Order(StringComparer.Ordinal), read.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Read_DamagedLine_SaysSo()
    {
        var blob = await Blobs.PutLinesAsync(["\"a\"", "\"b"], TestContext.Current.CancellationToken);

        Assert.Contains("is damaged", Assert.Throws<AlignmentException>(() => CalibratedIds.Read(Blobs, blob)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
