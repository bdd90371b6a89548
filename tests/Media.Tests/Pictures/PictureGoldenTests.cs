using System.Text.Json;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Media.Tests;

/// <summary>The lab's golden tensors (torchvision 0.14, Pillow 9.4) against the picture profiles.</summary>
public sealed class PictureGoldenTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("clip-image", true, 1e-6)]
    [InlineData("clip-image", false, 0.02)]
    [InlineData("unibind-thermal", true, 1e-6)]
    [InlineData("unibind-thermal", false, 0.02)]
    public void Prepare_LabPictures_MatchPillowAndTorchvision(string profile, bool exact, double tolerance)
    {
        using var index = JsonDocument.Parse(File.ReadAllBytes(Lab.Require("golden", "index.json")));
        var prepare = ProfileRegistry.Create(profile, Profiles.Options($$"""{"exact":{{(exact ? "true" : "false")}}}"""));
        var compared = 0;
        foreach (var entry in index.RootElement.EnumerateArray().Where(e => e.GetProperty("profile").GetString() == profile))
        {
            var expected = NpyFile.Read(Lab.Require("golden", entry.GetProperty("tensor").GetString()!));
            using var content = MediaContent.FromFile(Lab.Require(entry.GetProperty("file").GetString()!.Split('/')));

            var tensor = prepare.Prepare(content, MediaSniffer.Detect(content, prepare.Modality).Format, TestContext.Current.CancellationToken).Tensors[0];

            Assert.Equal([1, .. expected.Shape], tensor.Shape);
            var differences = tensor.Floats!.Zip(expected.Values, (a, b) => (double)Math.Abs(a - b)).ToArray();
            output.WriteLine($"{entry.GetProperty("tensor").GetString()} exact={exact}: mean {differences.Average():E2}, max {differences.Max():E2}, equal {differences.Count(d => d < 1e-6) / (double)differences.Length:P2}");
            Assert.InRange(differences.Average(), 0, tolerance);
            compared++;
        }
        Assert.True(compared >= 3, "The lab's index names too few golden pictures.");
    }
}
