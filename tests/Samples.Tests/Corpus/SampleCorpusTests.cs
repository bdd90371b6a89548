using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Samples.Tests;

public sealed class SampleCorpusTests(SmallCorpus small) : IClassFixture<SmallCorpus>
{
    private static readonly SampleOptions Small = SmallCorpus.Options;

    [Fact]
    public async Task WriteAsync_Twice_MakesEqualBytes()
    {
        using var temp = new TempFolder();
        var again = await SampleCorpus.WriteAsync(Path.Combine(temp.Path, "again"), Small, TestContext.Current.CancellationToken);
        Assert.Equal(Digest(small.Summary.Folder), Digest(again.Folder));
    }

    [Fact]
    public void WriteAsync_SmallCorpus_HasTheBytesOfEveryOtherMachine()
    {
        // A change of these bytes changes what documented runs on the corpus show: raise SampleStamp's format with it.
        var summary = small.Summary;
        Assert.Equal("d7e46ec4d169c1e79d5c3355f68edbdcff0cfb11bbc77d57b61e098f722bb230", Digest(summary.Folder));
    }

    [Fact]
    public async Task WriteAsync_AllModalities_HasEveryItemInManifestAndOnDisk()
    {
        var summary = small.Summary;
        var items = Manifest(summary);
        Assert.Equal(10 * 3 * 7, summary.Items);
        Assert.Equal(summary.Items, items.Count);
        Assert.Equal(summary.Items, items.Select(i => i.Id).Distinct().Count());
        Assert.Equal(summary.Bytes, items.Sum(i => new FileInfo(Path.Combine(summary.Folder, i.Uri)).Length));
        Assert.All(items.GroupBy(i => (i.Modality, i.Labels[0])), g => Assert.Equal(3, g.Count()));
        Assert.Equal(summary.Items + 3, Directory.GetFiles(summary.Folder, "*", SearchOption.AllDirectories).Length);
        Assert.Contains("never quote", await File.ReadAllTextAsync(Path.Combine(summary.Folder, "README.txt"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task WriteAsync_EveryFile_BeginsWithItsSignature()
    {
        var summary = small.Summary;
        foreach (var item in Manifest(summary))
        {
            var bytes = await File.ReadAllBytesAsync(Path.Combine(summary.Folder, item.Uri), TestContext.Current.CancellationToken);
            var head = Encoding.Latin1.GetString(bytes, 0, Math.Min(16, bytes.Length));
            Assert.True(item.Modality switch
            {
                "image" or "thermal" => head.StartsWith("\u0089PNG\r\n\u001a\n", StringComparison.Ordinal),
                "audio" => head.StartsWith("RIFF", StringComparison.Ordinal) && head[8..12] == "WAVE",
                "video" => head.StartsWith("GIF89a", StringComparison.Ordinal),
                "pointcloud" => head.StartsWith("ply\nformat ", StringComparison.Ordinal),
                "event" => bytes.Length % 5 == 0,
                "text" => Encoding.UTF8.GetString(bytes) == item.Text + "\n",
                _ => false,
            }, item.Uri);
        }
    }

    [Fact]
    public void WriteAsync_Groups_SpanAllModalitiesAndOneSplit()
    {
        var summary = small.Summary;
        var groups = Manifest(summary).GroupBy(i => i.Group).ToArray();
        Assert.Equal(30, groups.Length);
        Assert.All(groups, group =>
        {
            Assert.Equal(7, group.Select(i => i.Modality).Distinct().Count());
            Assert.Single(group.Select(i => i.Labels[0]).Distinct());
            Assert.Single(group.Select(i => i.Split).Distinct());
        });
        Assert.Equal(10, groups.Count(g => g.First().Split == "test"));
    }

    [Fact]
    public async Task WriteAsync_LargerCorpus_BeginsWithTheSmallerOne()
    {
        using var temp = new TempFolder();
        var fewer = await SampleCorpus.WriteAsync(Path.Combine(temp.Path, "fewer"), Small with { PerClass = 1 }, TestContext.Current.CancellationToken);
        var more = Manifest(small.Summary).ToDictionary(i => i.Id);
        foreach (var item in Manifest(fewer))
        {
            Assert.Equal((item.Text, item.Split), (more[item.Id].Text, more[item.Id].Split));
            Assert.Equal(
                await File.ReadAllBytesAsync(Path.Combine(fewer.Folder, item.Uri), TestContext.Current.CancellationToken),
                await File.ReadAllBytesAsync(Path.Combine(small.Summary.Folder, item.Uri), TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task WriteAsync_ChosenModalities_WritesNoOthersAndTheSameBytes()
    {
        using var temp = new TempFolder();
        var some = await SampleCorpus.WriteAsync(
            Path.Combine(temp.Path, "some"), Small with { Modalities = [Modality.Event, Modality.Text, Modality.Event] }, TestContext.Current.CancellationToken);
        Assert.Equal(["event", "text"], Directory.GetDirectories(some.Folder).Select(Path.GetFileName).Order());
        Assert.Equal(Digest(Path.Combine(small.Summary.Folder, "event")), Digest(Path.Combine(some.Folder, "event")));
    }

    [Fact]
    public async Task WriteAsync_OtherSeed_MakesOtherObjects()
    {
        using var temp = new TempFolder();
        var other = await SampleCorpus.WriteAsync(Path.Combine(temp.Path, "other"), Small with { Seed = 2 }, TestContext.Current.CancellationToken);
        foreach (var modality in Modalities.All)
            Assert.NotEqual(Digest(Path.Combine(small.Summary.Folder, modality.Name())), Digest(Path.Combine(other.Folder, modality.Name())));
    }

    [Fact]
    public async Task WriteAsync_Mp4_MakesEverySecondVideoOne()
    {
        Assert.SkipWhen(Mp4Writer.Tool is null, "ffmpeg is not installed");
        using var temp = new TempFolder();
        var summary = await SampleCorpus.WriteAsync(
            Path.Combine(temp.Path, "c"), new() { PerClass = 2, Modalities = [Modality.Video], Mp4 = true }, TestContext.Current.CancellationToken);
        var items = Manifest(summary);
        Assert.Equal(10, items.Count(i => i.Uri.EndsWith(".gif", StringComparison.Ordinal)));
        var clips = items.Where(i => i.Uri.EndsWith(".mp4", StringComparison.Ordinal)).ToArray();
        Assert.Equal(10, clips.Length);
        Assert.All(clips, i => Assert.Equal("ftyp", Encoding.ASCII.GetString(File.ReadAllBytes(Path.Combine(summary.Folder, i.Uri)), 4, 4)));
    }

    private static List<Line> Manifest(SampleSummary summary) =>
        [.. File.ReadLines(summary.Manifest).Select(line => JsonSerializer.Deserialize<Line>(line, JsonSerializerOptions.Web)!)];

    // Over names and bytes of all files, in ordinal order.
    private static string Digest(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetRelativePath(folder, file).Replace('\\', '/')));
            hash.AppendData(SHA256.HashData(File.ReadAllBytes(file)));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private sealed record Line(string Id, string Uri, string Modality, string[] Labels, string Group, string Text, string Split);
}
