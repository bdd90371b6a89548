using UniBind.Grid.Corpora;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Cli.Tests;

public sealed class CorpusCountTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public CorpusCountTests()
    {
        for (var i = 0; i < 300; i++)
            _folder.Write($"notes/{i:000}.txt", $"The note number {i}.");
        _folder.Write("sounds/a.wav", Sound.Wav(8_000, 100));
        _folder.Write("broken/a.png", "This is no picture.");
        _folder.Write("broken/b.txt", "");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task OfAsync_Folder_CountsByModality()
    {
        var count = await CountAsync();
        Assert.Equal([Modality.Text, Modality.Audio], count.Entries.Keys);
        Assert.Equal((300, 1), (count.Entries[Modality.Text].Items, count.Entries[Modality.Audio].Items));
        Assert.Equal(44 + 200, count.Entries[Modality.Audio].Bytes);
        Assert.Equal((2, 0), (count.Problems, count.Filtered));
    }

    [Fact]
    public async Task OfAsync_ManyItems_KeepsSamplesSpreadOverAll()
    {
        var samples = (await CountAsync()).Entries[Modality.Text].Samples;
        // The 2nd, 4th ... 256th: of the powers of two the last eight.
        Assert.Equal([1, 3, 7, 15, 31, 63, 127, 255], samples.Select(s => int.Parse(Path.GetFileNameWithoutExtension(s.Item.Id), System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task OfAsync_FilterAndLimit_AreTheJobs()
    {
        var filtered = await CountAsync(modalities: Modality.Audio);
        Assert.Equal((300, 2, 1), (filtered.Filtered, filtered.Problems, filtered.Entries[Modality.Audio].Items));
        var limited = await CountAsync(limit: 5);
        Assert.Equal(5, limited.Problems + limited.Entries.Values.Sum(e => e.Items));
    }

    private Task<CorpusCount> CountAsync(long? limit = null, params Modality[] modalities)
    {
        var spec = new JobSpec { Source = _folder.Path, Output = "", Space = "classic@0", Limit = limit, Modalities = modalities };
        return CorpusCount.OfAsync(CorpusSources.Open(_folder.Path, new CorpusSourceOptions()), spec, TestContext.Current.CancellationToken);
    }
}
