using System.Text.Json.Nodes;
using NJsonSchema;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Encoding.Tests;

/// <summary>packs/pack.schema.json tells editors what the reader tells users.</summary>
public sealed class PackSchemaTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Validate_SmallestPack_IsValid() => Assert.Empty(await Validate(Pack().Json));

    [Fact]
    public async Task Validate_EveryMember_IsValidAndReadable()
    {
        var json = Pack().Json;
        json["$schema"] = "../pack.schema.json";
        var encoder = json["encoders"]!["image"]!;
        encoder["files"] = new JsonArray(new JsonObject { ["path"] = "a/b.txt", ["sha256"] = new string('A', 64) });
        encoder["preprocessing"]!["options"] = new JsonObject { ["anything"] = new JsonArray(1, 2) };
        encoder["inputs"] = new JsonObject { ["pixels"] = "image" };
        encoder["output"]!["kind"] = "probabilities";
        encoder["batch"] = new JsonObject { ["maxRows"] = 4, ["maxCost"] = 0, ["padding"] = "equal" };
        encoder["licence"] = new JsonObject { ["name"] = "MIT", ["commercialUse"] = true, ["notice"] = "" };
        Assert.Empty(await Validate(json));
        Assert.Equal(OutputKind.Probabilities, Read(json).Encoders[Modality.Image].Output.Kind);
    }

    [Fact]
    public async Task Validate_WrittenPack_IsValid()
    {
        var written = PackManifestWriter.Write(Read(Pack().Json), indented: true);
        Assert.Empty(await Validate(JsonNode.Parse(written.Span)!));
    }

    [Theory]
    [InlineData("$.extra", "1")]
    [InlineData("$.schemaVersion", "2")]
    [InlineData("$.name", "\"Upper Case\"")]
    [InlineData("$.version", "\"\"")]
    [InlineData("$.aligned", "\"yes\"")]
    [InlineData("$.licence", "null")]
    [InlineData("$.licence.commercialUse", "1")]
    [InlineData("$.licence.name", "\"\"")]
    [InlineData("$.encoders", "{}")]
    [InlineData("$.encoders.smell", "{}")]
    [InlineData("$.encoders.image.model", "\"model.onnx\"")]
    [InlineData("$.encoders.image.model.path", "\"../model.onnx\"")]
    [InlineData("$.encoders.image.model.path", "\"a/../model.onnx\"")]
    [InlineData("$.encoders.image.model.path", "\"/model.onnx\"")]
    [InlineData("$.encoders.image.model.path", "\"c:/model.onnx\"")]
    [InlineData("$.encoders.image.model.path", "\"a//b\"")]
    [InlineData("$.encoders.image.model.sha256", "\"abc\"")]
    [InlineData("$.encoders.image.preprocessing.profile", "\"\"")]
    [InlineData("$.encoders.image.preprocessing.size", "224")]
    [InlineData("$.encoders.image.output.dimension", "0")]
    [InlineData("$.encoders.image.output.kind", "\"scores\"")]
    [InlineData("$.encoders.image.batch", "{\"maxRows\":0}")]
    [InlineData("$.encoders.image.batch", "{\"padding\":\"never\"}")]
    [InlineData("$.encoders.image.inputs", "{\"a\":1}")]
    public async Task Validate_Fault_IsCaughtAsByTheReader(string place, string value)
    {
        var json = Pack().Json;
        var parts = place.Split('.')[1..];
        JsonNode parent = json;
        foreach (var part in parts[..^1])
            parent = parent[part]!;
        parent[parts[^1]] = JsonNode.Parse(value);

        Assert.NotEmpty(await Validate(json));
        Assert.Throws<PackException>(() => Read(json));
    }

    [Theory]
    [InlineData("$.schemaVersion")]
    [InlineData("$.name")]
    [InlineData("$.version")]
    [InlineData("$.licence")]
    [InlineData("$.encoders")]
    [InlineData("$.licence.name")]
    [InlineData("$.licence.commercialUse")]
    [InlineData("$.encoders.image.model")]
    [InlineData("$.encoders.image.preprocessing")]
    [InlineData("$.encoders.image.output")]
    [InlineData("$.encoders.image.output.name")]
    [InlineData("$.encoders.image.output.dimension")]
    [InlineData("$.encoders.image.model.sha256")]
    public async Task Validate_MissingMember_IsCaughtAsByTheReader(string place)
    {
        var json = Pack().Json;
        var parts = place.Split('.')[1..];
        JsonNode parent = json;
        foreach (var part in parts[..^1])
            parent = parent[part]!;
        parent.AsObject().Remove(parts[^1]);

        Assert.NotEmpty(await Validate(json));
        Assert.Throws<PackException>(() => Read(json));
    }

    [Fact]
    public void Read_DamagedManifest_GivesAManifestOrPackException()
    {
        var valid = System.Text.Encoding.UTF8.GetBytes(Pack().Json.ToJsonString());
        var random = new Random(5);
        var read = 0;
        for (var round = 0; round < 2_000; round++)
        {
            var bytes = (byte[])valid.Clone();
            for (var flips = random.Next(1, 4); flips > 0; flips--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                PackManifestReader.Read("p", bytes.AsMemory(0, round % 4 == 0 ? random.Next(bytes.Length) : bytes.Length));
                read++;
            }
            catch (PackException)
            {
            }
        }

        Assert.InRange(read, 1, 1_999);
    }

    private PackBuilder Pack() => new PackBuilder(_folder).Image(Models.MatMul(8, 16), 8, 16);

    private static PackManifest Read(JsonNode json) => PackManifestReader.Read("p", System.Text.Encoding.UTF8.GetBytes(json.ToJsonString()));

    private static async Task<ICollection<NJsonSchema.Validation.ValidationError>> Validate(JsonNode json)
    {
        var schema = await JsonSchema.FromFileAsync(Path.Combine(Repository.Root, "packs", "pack.schema.json"));
        return schema.Validate(json.ToJsonString());
    }
}
