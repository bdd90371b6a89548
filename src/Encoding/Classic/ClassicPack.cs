using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace UniBind.Grid.Encoding;

/// <summary>
/// The bundled encoder pack: classical descriptors as ONNX graphs, one encoder for each modality, without training and without third-party weights.
/// A baseline that runs anywhere; packs/classic/README.md says what it can and cannot do.
/// </summary>
public static class ClassicPack
{
    /// <summary>The pack's name.</summary>
    public const string Name = "classic";

    /// <summary>The pack's version: changes whenever an embedding does.</summary>
    public const string Version = "1.0.0";

    /// <summary>Where the pack lies beside an application that references this project.</summary>
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "packs", Name);

    /// <summary>Writes <c>pack.json</c> and the models: the same bytes on every machine. Existing files of these names are replaced.</summary>
    /// <param name="folder">The pack's folder; made when absent.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        var encoders = new JsonObject();
        foreach (var encoder in ClassicEncoder.All)
        {
            var model = encoder.Build();
            File.WriteAllBytes(Path.Combine(folder, encoder.FileName), model);
            encoders[encoder.Modality.Name()] = Describe(encoder, model);
        }

        File.WriteAllBytes(Path.Combine(folder, "pack.json"), Encode(Describe(encoders)));
    }

    private static JsonObject Describe(JsonObject encoders) => new()
    {
        ["schemaVersion"] = 1,
        ["name"] = Name,
        ["version"] = Version,
        ["description"] = "Classical descriptors for seven modalities: an untrained baseline that needs no download.",
        ["aligned"] = false,
        ["licence"] = new JsonObject
        {
            ["name"] = "MIT",
            ["commercialUse"] = true,
            ["notice"] = "Written by UniBind.Grid's own code (ClassicPack.Write). No training data, no third-party weights.",
        },
        ["encoders"] = encoders,
    };

    private static JsonObject Describe(ClassicEncoder encoder, byte[] model)
    {
        var preprocessing = new JsonObject { ["profile"] = encoder.Profile };
        if (encoder.Options is { } options)
            preprocessing["options"] = options.DeepClone();
        var inputs = new JsonObject();
        foreach (var input in encoder.Inputs)
            inputs[input] = input;
        return new JsonObject
        {
            ["model"] = new JsonObject { ["path"] = encoder.FileName, ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(model)) },
            ["files"] = new JsonArray(),
            ["preprocessing"] = preprocessing,
            ["inputs"] = inputs,
            ["output"] = new JsonObject { ["name"] = "embedding", ["dimension"] = encoder.Dimension },
            ["batch"] = new JsonObject { ["maxRows"] = encoder.MaxRows, ["maxCost"] = 0 },
        };
    }

    private static byte[] Encode(JsonObject manifest)
    {
        var options = new JsonWriterOptions { Indented = true, IndentSize = 2, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, options))
            manifest.WriteTo(writer);
        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }
}
