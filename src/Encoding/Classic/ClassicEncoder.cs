using System.Text.Json.Nodes;

namespace UniBind.Grid.Encoding;

/// <summary>One encoder of the classic pack: its model and what its manifest says of it.</summary>
/// <param name="Modality">The modality; its name is the key in the manifest and the stem of the model's file name.</param>
/// <param name="Profile">The preprocessing profile.</param>
/// <param name="Options">The profile's options; null for none.</param>
/// <param name="Inputs">The profile's tensors; the model's inputs have the same names.</param>
/// <param name="Dimension">The length of the embedding.</param>
/// <param name="MaxRows">The most rows of a batch: measured, beyond it the intermediate tensors leave the cache and a row costs more, not less.</param>
/// <param name="Build">Makes the model's bytes.</param>
internal sealed record ClassicEncoder(
    Modality Modality, string Profile, JsonObject? Options, string[] Inputs, int Dimension, int MaxRows, Func<byte[]> Build)
{
    /// <summary>The model's file name in the pack.</summary>
    public string FileName => Modality.Name() + ".onnx";

    /// <summary>All encoders, in the order of the manifest.</summary>
    public static IReadOnlyList<ClassicEncoder> All { get; } =
    [
        new(Modality.Text, "hashed-ngrams", new() { ["buckets"] = TextDescriptor.Buckets },
            ["bucket", "weight"], TextDescriptor.Buckets, 64, TextDescriptor.Build),
        new(Modality.Image, "clip-image", new() { ["size"] = 128, ["normalize"] = "unit" },
            ["pixels"], 736, 8, ImageDescriptor.Build),
        new(Modality.Audio, "imagebind-audio", null,
            ["mel"], 552, 12, AudioDescriptor.Build),
        new(Modality.PointCloud, "point-cloud", new() { ["points"] = 1024, ["rotations"] = 1, ["up"] = "y" },
            ["points"], 663, 8, PointCloudDescriptor.Build),
        new(Modality.Thermal, "unibind-thermal", new() { ["size"] = 128, ["normalize"] = "unit", ["channels"] = 1 },
            ["pixels"], 728, 8, ThermalDescriptor.Build),
        new(Modality.Video, "video-clip", new() { ["frames"] = 8, ["size"] = 64, ["gray"] = true },
            ["clip"], 783, 8, VideoDescriptor.Build),
        new(Modality.Event, "event-time-surface", new() { ["bins"] = 3, ["size"] = 64 },
            ["surface"], 944, 8, EventDescriptor.Build),
    ];
}
