using System.Text.Json.Nodes;
using UniBind.Grid.Media;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Encoding.Tests;

public sealed class EncoderPackTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly PackBuilder _pack;

    public EncoderPackTests() => _pack = new PackBuilder(_folder).Image(Models.MatMul(8, 16), 8, 16);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_ValidPack_TellsWhatItHolds()
    {
        _pack.Text(Models.Lookup(), 24, e => e["licence"] = new JsonObject { ["name"] = "MIT", ["commercialUse"] = false, ["notice"] = "n" });
        var pack = _pack.Load();

        Assert.Equal(("test", "1.0.0", false), (pack.Name, pack.Version, pack.Aligned));
        Assert.Equal([Modality.Text, Modality.Image], pack.Encoders.Keys);
        Assert.Equal(16, pack.Encoders[Modality.Image].Dimension);
        Assert.Equal(new PackLicence("Apache-2.0", true), pack.Encoders[Modality.Image].Licence);
        Assert.Equal(new PackLicence("MIT", false, "n"), pack.Encoders[Modality.Text].Licence);
        Assert.Matches("^[0-9a-f]{64}$", pack.Sha256);
    }

    [Fact]
    public void Load_SamePackTwice_GivesTheSameAddress()
    {
        var first = _pack.Load();
        _pack.Json["description"] = "Another text.";
        var second = _pack.Load();

        Assert.NotEqual(first.Sha256, second.Sha256);
        Assert.Equal(first.Encoders[Modality.Image].Sha256, second.Encoders[Modality.Image].Sha256);
        _pack.Json["description"] = "A pack for tests.";
        Assert.Equal(first.Sha256, _pack.Load().Sha256);
    }

    [Fact]
    public void Load_OptionThatChangesTensors_ChangesTheEncodersHash()
    {
        _pack.Text(Models.Lookup(), 24);
        var first = _pack.Load().Encoders[Modality.Text].Sha256;
        _pack.Encoder(Modality.Text)["preprocessing"]!["options"] = new JsonObject { ["window"] = 64 };
        Assert.NotEqual(first, _pack.Load().Encoders[Modality.Text].Sha256);
    }

    [Fact]
    public void Load_ProfileReadsListedFile_OpensIt()
    {
        _pack.Text(Models.Lookup(), 24, e =>
        {
            e["files"] = new JsonArray(_pack.File("vocab/words.txt", "*rest"u8.ToArray()));
            e["preprocessing"]!["options"] = new JsonObject { ["vocabulary"] = "vocab/words.txt" };
        });
        Assert.Contains("shift=42", _pack.Load().Encoders[Modality.Text].Profile.Fingerprint, StringComparison.Ordinal);
    }

    [Fact]
    public void ProfileFor_LongText_IsMadeOnce()
    {
        var encoder = _pack.Text(Models.Lookup(), 24).Load().Encoders[Modality.Text];
        Assert.Contains("ChunkMean", encoder.ProfileFor(LongText.ChunkMean).Fingerprint, StringComparison.Ordinal);
        Assert.Same(encoder.ProfileFor(LongText.ChunkMean), encoder.ProfileFor(LongText.ChunkMean));
        Assert.Same(encoder.Profile, encoder.ProfileFor(LongText.Truncate));
    }

    [Fact]
    public void Load_InputsOfOtherNames_AreMapped()
    {
        _pack.Image(Models.MatMul(8, 16, input: "pixels"), 8, 16, e => e["inputs"] = new JsonObject { ["values"] = "pixels" });
        Assert.Equal("pixels", _pack.Load().Encoders[Modality.Image].Manifest.Inputs["values"]);
    }

    [Fact]
    public void Load_HeatThroughPictureProfile_IsAllowed()
    {
        _pack.Add(Modality.Thermal, Models.MatMul(8, 16), "test-vector", null, 16);
        Assert.True(_pack.Load().Encoders.ContainsKey(Modality.Thermal));
    }

    [Fact]
    public void Write_ReadAgain_IsTheSame()
    {
        _pack.Text(Models.Lookup(), 24, e =>
        {
            e["preprocessing"]!["options"] = new JsonObject { ["window"] = 12 };
            e["batch"] = new JsonObject { ["maxRows"] = 4, ["maxCost"] = 100, ["padding"] = "equal" };
        });
        var manifest = _pack.Load().Manifest;
        var again = PackManifestReader.Read(_folder.Path, PackManifestWriter.Write(manifest, indented: true));
        Assert.Equal(PackManifestWriter.Sha256(manifest), PackManifestWriter.Sha256(again));
        Assert.Equal(new PackBatch(4, 100, PaddingMode.Equal), again.Encoders[Modality.Text].Batch);
    }
}
