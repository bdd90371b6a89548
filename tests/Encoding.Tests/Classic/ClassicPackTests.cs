using System.Security.Cryptography;
using System.Text.Json;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Encoding.Tests;

public sealed class ClassicPackTests
{
    private static string Committed => Path.Combine(Repository.Root, "packs", "classic");

    /// <summary>After a wanted change of a descriptor: run with <c>UNIBIND_WRITE_PACKS=1</c>, and raise <see cref="ClassicPack.Version"/>.</summary>
    [Fact]
    public void Write_Again_EqualsTheCommittedPack()
    {
        using var temp = new TempFolder();
        ClassicPack.Write(temp.Path);
        if (Environment.GetEnvironmentVariable("UNIBIND_WRITE_PACKS") == "1")
            ClassicPack.Write(Committed);

        var names = Directory.GetFiles(temp.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(["audio.onnx", "event.onnx", "image.onnx", "pack.json", "pointcloud.onnx", "text.onnx", "thermal.onnx", "video.onnx"], names);
        foreach (var name in names)
            Assert.True(File.ReadAllBytes(Path.Combine(temp.Path, name!)).SequenceEqual(File.ReadAllBytes(Path.Combine(Committed, name!))), $"{name} differs from the committed one");
    }

    [Fact]
    public void Manifest_EveryEncoder_NamesItsModelByHash()
    {
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Committed, "pack.json")));
        var root = manifest.RootElement;
        Assert.Equal("classic", root.GetProperty("name").GetString());
        Assert.False(root.GetProperty("aligned").GetBoolean());
        var encoders = root.GetProperty("encoders");
        foreach (var modality in Modalities.All)
        {
            var encoder = encoders.GetProperty(modality.Name());
            var model = encoder.GetProperty("model");
            var bytes = File.ReadAllBytes(Path.Combine(Committed, model.GetProperty("path").GetString()!));
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), model.GetProperty("sha256").GetString());
            Assert.Equal(ClassicEncoder.All.Single(e => e.Modality == modality).Dimension, encoder.GetProperty("output").GetProperty("dimension").GetInt32());
        }
    }

    [Fact]
    public void Folder_BesideTheApplication_HoldsThePack() =>
        Assert.Equal(File.ReadAllBytes(Path.Combine(Committed, "pack.json")), File.ReadAllBytes(Path.Combine(ClassicPack.Folder, "pack.json")));

    [Fact]
    public void Committed_AllFiles_StaySmall() =>
        Assert.True(Directory.GetFiles(Committed).Sum(f => new FileInfo(f).Length) < 2_000_000);
}
