using System.Globalization;
using System.IO.Compression;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using UniBind.Grid.Media;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Alignment.Tests.Knowledge;

/// <summary>The outputs of the lab's encoders for labelled items, run without batching: one row and one label an item.</summary>
internal sealed record LabScores(float[][] Rows, string[] Labels, string[] Groups)
{
    private static readonly string[] ModelNet =
        ["airplane", "bathtub", "bed", "bench", "bookshelf", "bottle", "bowl", "car", "chair", "cone", "cup", "curtain", "desk", "door", "dresser", "flower pot", "glass box", "guitar", "keyboard",
         "lamp", "laptop", "mantel", "monitor", "night stand", "person", "piano", "plant", "radio", "range hood", "sink", "sofa", "stairs", "stool", "table", "tent", "toilet", "tv stand", "vase",
         "wardrobe", "xbox"];

    /// <summary>The names of the classes that the image encoder was trained on, without the background.</summary>
    public static string[] ImageClasses() => [.. File.ReadLines(Lab.Require("encoders", "imagenet_labels.txt")).Skip(1)];

    /// <summary>The names of the classes that the audio encoder was trained on.</summary>
    public static string[] AudioClasses() => [.. File.ReadLines(Lab.Require("encoders", "yamnet_class_map.csv")).Skip(1).Select(l => l.Split(',', 3)[2].Trim('"'))];

    /// <summary>The names of the classes that the point cloud encoder was trained on.</summary>
    public static string[] PointClasses() => ModelNet;

    /// <summary>Sounds of ESC-10: YAMNet's class scores, the mean over windows.</summary>
    public static LabScores Esc10(int perClass)
    {
        var profile = ProfileRegistry.Create("audio-windows", Options("""{"sampleRate":16000,"window":15600,"hop":15600}"""));
        return Run(Files(Lab.Require("data", "objects", "audio_esc10"), "*.wav", perClass), Modality.Audio, profile, "yamnet.onnx", "waveform", "scores", softmax: false, skip: 0);
    }

    /// <summary>Pictures of CIFAR-10: MobileNet's class probabilities.</summary>
    public static LabScores Cifar10(int perClass) =>
        Pictures(Files(Lab.Require("data", "objects", "image_cifar10"), "*.jpg", perClass), Modality.Image, "logits", softmax: true, skip: 1);

    /// <summary>Heat pictures: MobileNet's features; the groups are the source frames.</summary>
    public static LabScores Thermal()
    {
        var root = Lab.Require("data", "objects", "thermal_hituav");
        var frames = File.ReadLines(Path.Combine(root, "index.csv")).Skip(1).Select(l => l.Split(',')).ToDictionary(f => f[1], f => f[2]);
        var files = Files(root, "*.png", int.MaxValue);
        return Pictures(files, Modality.Thermal, "embedding", softmax: false, skip: 0) with { Groups = [.. files.Select(f => frames[Path.GetFileName(f.Path)])] };
    }

    /// <summary>Handwritten digits: MobileNet's features; the groups are the numbers of the pictures.</summary>
    public static LabScores Mnist(int count)
    {
        using var images = new GZipStream(File.OpenRead(Lab.Require("data", "digits", "image_mnist", "t10k-images-idx3-ubyte.gz")), CompressionMode.Decompress);
        using var labels = new GZipStream(File.OpenRead(Lab.Require("data", "digits", "image_mnist", "t10k-labels-idx1-ubyte.gz")), CompressionMode.Decompress);
        images.ReadExactly(new byte[16]);
        labels.ReadExactly(new byte[8]);
        using var session = Session("mobilenetv2_tf2.onnx");
        var (rows, names) = (new float[count][], new string[count]);
        var picture = new byte[28 * 28];
        for (var i = 0; i < count; i++)
        {
            images.ReadExactly(picture);
            names[i] = labels.ReadByte().ToString(CultureInfo.InvariantCulture);
            var pixels = new float[3 * 224 * 224];
            for (var p = 0; p < pixels.Length; p++)
                pixels[p] = picture[p / 224 % 224 / 8 * 28 + p % 224 / 8] / 255f;
            rows[i] = Mean(Outputs(session, "image", pixels, [1, 3, 224, 224], "embedding"), softmax: false, skip: 0);
        }
        return new(rows, names, [.. Enumerable.Range(0, count).Select(i => i.ToString(CultureInfo.InvariantCulture))]);
    }

    /// <summary>Furniture point clouds: PointNet's class probabilities, the mean over 8 rotations.</summary>
    public static LabScores Furniture(int count)
    {
        var root = Lab.Require("data", "objects", "pointcloud_sh3d");
        var index = File.ReadLines(Path.Combine(root, "index.csv")).Skip(1).Select(l => l.Split(',')).Take(count).ToArray();
        using var file = File.OpenRead(Path.Combine(root, "points.f32"));
        using var session = Session("pointnet_mn40.onnx");
        const int Points = 1024, Stored = 2048;
        var bytes = new byte[Stored * 3 * sizeof(float)];
        var rows = new float[index.Length][];
        for (var i = 0; i < index.Length; i++)
        {
            file.Position = long.Parse(index[i][0], CultureInfo.InvariantCulture) * bytes.Length;
            file.ReadExactly(bytes);
            var cloud = MemoryMarshal.Cast<byte, float>(bytes);
            var turned = new float[8 * Points * 3];
            for (var turn = 0; turn < 8; turn++)
            {
                var (sin, cos) = MathF.SinCos(turn * MathF.PI / 4);
                for (var p = 0; p < Points; p++)
                {
                    var (x, y, z) = (cloud[p * 6], cloud[p * 6 + 1], cloud[p * 6 + 2]);
                    var at = (turn * Points + p) * 3;
                    (turned[at], turned[at + 1], turned[at + 2]) = (cos * x + sin * z, y, cos * z - sin * x);
                }
            }
            rows[i] = Mean(Outputs(session, "points", turned, [8, Points, 3], "logits"), softmax: true, skip: 0);
        }
        return new(rows, [.. index.Select(f => f[1])], [.. index.Select(f => f[0])]);
    }

    private static LabScores Pictures(List<(string Path, string Label)> files, Modality modality, string output, bool softmax, int skip)
    {
        var options = Options(modality == Modality.Thermal ? """{"size":224,"normalize":"unit","channels":3}""" : """{"size":224,"normalize":"unit"}""");
        var profile = ProfileRegistry.Create(modality == Modality.Thermal ? "unibind-thermal" : "clip-image", options);
        return Run(files, modality, profile, "mobilenetv2_tf2.onnx", "image", output, softmax, skip);
    }

    private static LabScores Run(
        List<(string Path, string Label)> files, Modality modality, IPreprocessingProfile profile, string model, string input, string output, bool softmax, int skip)
    {
        using var session = Session(model);
        var rows = new float[files.Count][];
        Parallel.For(0, files.Count, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i =>
        {
            using var content = MediaContent.FromFile(files[i].Path);
            var tensor = profile.Prepare(content, MediaSniffer.Detect(content, modality).Format, CancellationToken.None).Tensors[0];
            rows[i] = Mean(Outputs(session, input, tensor.Floats!, [.. tensor.Shape], output), softmax, skip);
        });
        return new(rows, [.. files.Select(f => f.Label)], [.. files.Select(f => Path.GetFileName(f.Path).Split('-')[0])]);
    }

    private static List<(string Path, string Label)> Files(string root, string pattern, int perClass) =>
        [.. Directory.GetDirectories(root).Order(StringComparer.Ordinal)
            .SelectMany(f => Directory.GetFiles(f, pattern).Order(StringComparer.Ordinal).Take(perClass).Select(p => (p, Path.GetFileName(f))))];

    private static ProfileContext Options(string json) => new() { Options = System.Text.Json.JsonDocument.Parse(json).RootElement };

    private static InferenceSession Session(string model)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1 };
        return new(Lab.Require("encoders", model), options);
    }

    private static float[][] Outputs(InferenceSession session, string input, float[] values, int[] shape, string output)
    {
        using var results = session.Run([NamedOnnxValue.CreateFromTensor(input, new DenseTensor<float>(values, shape))], [output]);
        var tensor = results[0].AsTensor<float>();
        var all = tensor.ToArray();
        return [.. all.Chunk(all.Length / tensor.Dimensions[0])];
    }

    private static float[] Mean(float[][] rows, bool softmax, int skip)
    {
        var mean = new float[rows[0].Length - skip];
        foreach (var row in rows)
        {
            var values = row[skip..];
            if (softmax)
                TensorPrimitives.SoftMax<float>(values, values);
            TensorPrimitives.MultiplyAdd(values, 1f / rows.Length, mean, mean);
        }
        return mean;
    }
}
