using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace UniBind.Grid.Testing;

/// <summary>The lab's encoders as an encoder pack, made in a temporary folder of the machine that has the lab; nothing of it enters the repository.</summary>
internal static class LabPack
{
    /// <summary>Writes <c>pack.json</c> and copies of the encoder files into a folder; skips the calling test where the lab is absent.</summary>
    /// <returns>The folder.</returns>
    public static string Build(string folder)
    {
        var lab = Lab.Require("encoders");
        Directory.CreateDirectory(folder);
        var pack = new JsonObject
        {
            ["schemaVersion"] = 1,
            ["name"] = "lab",
            ["version"] = "1.0.0",
            ["description"] = "Real encoders for tests and benchmarks: USE Lite, MobileNetV2, YAMNet, PointNet.",
            ["aligned"] = false,
            ["licence"] = Licence("Apache-2.0", "For development only; not redistributed."),
            ["encoders"] = new JsonObject
            {
                ["text"] = Encoder(
                    Copied("use_lite.onnx"),
                    "sentencepiece-unigram",
                    new JsonObject { ["vocab"] = "use_vocab.json", ["maxLength"] = 128, ["mask"] = "float" },
                    new JsonObject { ["input_ids"] = "input_ids", ["attention_mask"] = "attention_mask" },
                    "embedding", 512, maxRows: 32, maxCost: 2048, files: Copied("use_vocab.json")),
                ["image"] = Pixels("clip-image", new JsonObject { ["size"] = 224, ["normalize"] = "unit" }, maxRows: 1),
                ["thermal"] = Pixels("unibind-thermal", new JsonObject { ["size"] = 224, ["normalize"] = "unit", ["channels"] = 3 }, maxRows: 1),
                ["event"] = Pixels("unibind-event", new JsonObject { ["size"] = 224, ["normalize"] = "unit" }, maxRows: 1),
                ["video"] = Pixels("video-frames", new JsonObject { ["frames"] = 8, ["size"] = 224, ["normalize"] = "unit" }, maxRows: 1),
                ["audio"] = Encoder(
                    Copied("yamnet.onnx"),
                    "audio-windows",
                    new JsonObject { ["sampleRate"] = 16_000, ["window"] = 15_600, ["hop"] = 7_800 },
                    new JsonObject { ["waveform"] = "waveform" },
                    "embedding", 1024, maxRows: 8, files: Copied("yamnet_class_map.csv")),
                ["pointcloud"] = Encoder(
                    Copied("pointnet_mn40.onnx"),
                    "point-cloud",
                    new JsonObject { ["points"] = 1024, ["rotations"] = 8, ["up"] = "y" },
                    new JsonObject { ["points"] = "points" },
                    "global_feature", 1024, maxRows: 8, licence: Licence("MIT", "PointNet trained on ModelNet40.")),
            },
        };
        File.WriteAllText(Path.Combine(folder, "pack.json"), pack.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
        return folder;

        JsonObject Pixels(string profile, JsonObject options, int maxRows) => Encoder(
            Copied("mobilenetv2_tf2.onnx"), profile, options, new JsonObject { ["pixels"] = "image" }, "embedding", 1280, maxRows, files: Copied("imagenet_labels.txt"));

        JsonObject Copied(string name)
        {
            var target = Path.Combine(folder, name);
            if (!File.Exists(target))
                File.Copy(Path.Combine(lab, name), target);
            using var stream = File.OpenRead(target);
            return new JsonObject { ["path"] = name, ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(stream)) };
        }
    }

    /// <summary>The same encoders with their class scores instead of their features as raw embeddings, for label heads; skips where the lab is absent.</summary>
    /// <returns>The folder.</returns>
    public static string BuildScores(string folder)
    {
        Build(folder);
        var path = Path.Combine(folder, "pack.json");
        var pack = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        pack["name"] = "lab-scores";
        pack["description"] = "The class scores of the real encoders: MobileNetV2 (1,001), YAMNet (521), PointNet (40).";
        foreach (var (modality, name, dimension, kind) in new[]
        {
            ("image", "logits", 1001, "logits"), ("thermal", "logits", 1001, "logits"), ("event", "logits", 1001, "logits"), ("video", "logits", 1001, "logits"),
            ("audio", "scores", 521, "probabilities"), ("pointcloud", "logits", 40, "logits"),
        })
            pack["encoders"]![modality]!["output"] = new JsonObject { ["name"] = name, ["dimension"] = dimension, ["kind"] = kind };
        File.WriteAllText(path, pack.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
        return folder;
    }

    private static JsonObject Encoder(
        JsonObject model, string profile, JsonObject options, JsonObject inputs, string output, int dimension,
        int maxRows, int maxCost = 0, JsonObject? files = null, JsonObject? licence = null)
    {
        var encoder = new JsonObject
        {
            ["model"] = model,
            ["files"] = files is null ? [] : new JsonArray(files),
            ["preprocessing"] = new JsonObject { ["profile"] = profile, ["options"] = options },
            ["inputs"] = inputs,
            ["output"] = new JsonObject { ["name"] = output, ["dimension"] = dimension },
            ["batch"] = new JsonObject { ["maxRows"] = maxRows, ["maxCost"] = maxCost },
        };
        if (licence is not null)
            encoder["licence"] = licence;
        return encoder;
    }

    private static JsonObject Licence(string name, string notice) =>
        new() { ["name"] = name, ["commercialUse"] = true, ["notice"] = notice };
}
