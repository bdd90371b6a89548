using System.Security.Cryptography;
using System.Text.Json;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Media.Tests;

public sealed class LabPackTests
{
    [Fact]
    public void Build_PackFolder_HasEveryFileWithItsHash()
    {
        using var folder = new TempFolder();
        using var pack = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(LabPack.Build(folder.Path), "pack.json")));
        var encoders = pack.RootElement.GetProperty("encoders").EnumerateObject().ToArray();
        Assert.Equal(Modalities.All.Select(m => m.Name()).Order(), encoders.Select(e => e.Name).Order());
        foreach (var encoder in encoders)
        {
            foreach (var file in encoder.Value.GetProperty("files").EnumerateArray().Append(encoder.Value.GetProperty("model")))
            {
                var bytes = File.ReadAllBytes(Path.Combine(folder.Path, file.GetProperty("path").GetString()!));
                Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), file.GetProperty("sha256").GetString());
            }
        }
    }

    [Fact]
    public void Build_TextEncoder_HasAProfileWithTheMappedOutputs()
    {
        using var folder = new TempFolder();
        using var pack = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(LabPack.Build(folder.Path), "pack.json")));
        var text = pack.RootElement.GetProperty("encoders").GetProperty("text");
        var preprocessing = text.GetProperty("preprocessing");
        var profile = ProfileRegistry.Create(preprocessing.GetProperty("profile").GetString()!, new ProfileContext
        {
            Options = preprocessing.GetProperty("options"),
            OpenResource = name => File.OpenRead(Path.Combine(folder.Path, name)),
        });
        Assert.Equal(profile.Outputs.Select(o => o.Name), text.GetProperty("inputs").EnumerateObject().Select(i => i.Name));
        Assert.Equal([959], profile.Prepare("dog").Longs("input_ids"));
    }
}
