using System.Text.Json;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Media.Tests;

public sealed class LabCorpusTests
{
    [Fact]
    public void Build_ThreeOfEach_WritesFilesAndManifest()
    {
        using var folder = new TempFolder();
        LabCorpus.Build(folder.Path, 3);
        var items = File.ReadLines(Path.Combine(folder.Path, "manifest.jsonl")).Select(l => JsonDocument.Parse(l).RootElement).ToArray();
        Assert.Equal(18, items.Length);
        Assert.Equal(18, items.Select(i => i.GetProperty("id").GetString()).Distinct().Count());
        var costs = items.ToLookup(i => i.GetProperty("modality").GetString(), Cost);
        Assert.Equal([1024, 1024, 1024], costs["image"]);
        Assert.All(costs["audio"], c => Assert.InRange(c, 4.9, 5.1));
        Assert.Equal([2048, 2048, 2048], costs["pointcloud"]);
        Assert.All(costs["event"], c => Assert.True(c > 100));
        Assert.All(costs["thermal"], c => Assert.True(c > 10));
        Assert.All(costs["text"], c => Assert.InRange(c, 2, 20));

        double Cost(JsonElement item)
        {
            Assert.Equal(1, item.GetProperty("labels").GetArrayLength());
            Assert.True(Modalities.TryParse(item.GetProperty("modality").GetString(), out var modality));
            var uri = item.GetProperty("uri").GetString()!;
            var format = Path.GetExtension(uri) switch { ".jpg" => MediaFormat.Jpeg, ".png" => MediaFormat.Png, ".wav" => MediaFormat.Wav, ".npy" => MediaFormat.Npy, ".bin" => MediaFormat.NMnistBin, _ => MediaFormat.Text };
            using var content = MediaContent.FromFile(Path.Combine(folder.Path, uri));
            return MediaProbe.Measure(content, new MediaKind(modality, format));
        }
    }
}
