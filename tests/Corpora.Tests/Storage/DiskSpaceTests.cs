using UniBind.Grid.Testing;

namespace UniBind.Grid.Corpora.Tests;

public sealed class DiskSpaceTests
{
    [Fact]
    public void Available_FolderThatDoesNotExistYet_IsThatOfItsDisk()
    {
        using var temp = new TempFolder();

        Assert.True(DiskSpace.Available(Path.Combine(temp.Path, "not", "yet")) > 0);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(256)]
    [InlineData(1_024)]
    public async Task BytesPerRow_RealPart_IsWithinAQuarter(int dimension)
    {
        using var temp = new TempFolder();
        var rows = Rows.Make(2_000, dimension).ConvertAll(r => r with { ContentSha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(r.Id.GetHashCode(StringComparison.Ordinal)))) });

        var account = await new ParquetPartSink().CommitAsync(new JobFolder(temp.File("out")), "00000-0000", 0, 1, rows, [], TestContext.Current.CancellationToken);

        var real = (double)account.Bytes / rows.Count;
        Assert.InRange(DiskSpace.BytesPerRow(dimension) / real, 0.9, 1.33);
    }

    [Fact]
    public void BytesPerRow_RawKept_CountsItToo() =>
        Assert.True(DiskSpace.BytesPerRow(256, 1_024) > DiskSpace.BytesPerRow(256) + 4_096);
}
