using System.Security.Cryptography;
using System.Text.Json.Nodes;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Encoding.Tests;

/// <summary>Writes packs for tests; the manifest stays open to damage until it is written.</summary>
internal sealed class PackBuilder
{
    private readonly TempFolder _folder;

    public PackBuilder(TempFolder folder, string name = "test")
    {
        _folder = folder;
        Json = new JsonObject
        {
            ["schemaVersion"] = 1,
            ["name"] = name,
            ["version"] = "1.0.0",
            ["description"] = "A pack for tests.",
            ["aligned"] = false,
            ["licence"] = new JsonObject { ["name"] = "Apache-2.0", ["commercialUse"] = true },
            ["encoders"] = new JsonObject(),
        };
    }

    public JsonObject Json { get; }

    public string Folder => _folder.Path;

    public JsonObject Encoder(Modality modality) => Json["encoders"]![modality.Name()]!.AsObject();

    /// <summary>Adds a text encoder of the profile <c>test-text</c>.</summary>
    public PackBuilder Text(byte[] model, int dimension, Action<JsonObject>? change = null) => Add(Modality.Text, model, "test-text", null, dimension, change);

    /// <summary>Adds an image encoder of the profile <c>test-vector</c>.</summary>
    public PackBuilder Image(byte[] model, int width, int dimension, Action<JsonObject>? change = null) =>
        Add(Modality.Image, model, "test-vector", new JsonObject { ["width"] = width }, dimension, change);

    public PackBuilder Add(Modality modality, byte[] model, string profile, JsonObject? options, int dimension, Action<JsonObject>? change = null)
    {
        var file = modality.Name() + ".onnx";
        var encoder = new JsonObject
        {
            ["model"] = File(file, model),
            ["preprocessing"] = options is null ? new JsonObject { ["profile"] = profile } : new JsonObject { ["profile"] = profile, ["options"] = options },
            ["output"] = new JsonObject { ["name"] = "embedding", ["dimension"] = dimension },
        };
        Json["encoders"]![modality.Name()] = encoder;
        change?.Invoke(encoder);
        return this;
    }

    /// <summary>Writes a file into the pack and gives its entry.</summary>
    public JsonObject File(string path, byte[] bytes)
    {
        _folder.Write(path, bytes);
        return new JsonObject { ["path"] = path, ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(bytes)) };
    }

    public string Write()
    {
        _folder.Write("pack.json", Json.ToJsonString());
        return Folder;
    }

    public EncoderPack Load() => EncoderPack.Load(Write(), TestProfile.LoadOptions);

    public EncoderHost Host(EncoderHostOptions? options = null) =>
        new(Load(), options ?? new EncoderHostOptions { ConcurrentRuns = 1, IntraOpThreads = 1, MaxRunMilliseconds = 0 }, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);
}
