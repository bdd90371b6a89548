using System.Text.Json;
using System.Text.Json.Nodes;
using UniBind.Grid.Media;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Encoding.Tests;

/// <summary>The steps of docs/packs.md from two exports of one CLIP-like model to an aligned pack, with models of the same form in small.</summary>
public sealed class AlignedPackTests : IDisposable
{
    private const int Dimension = 16;
    private const int Vocabulary = 512 + 1 + 2; // 256 bytes, 256 that end a word, one merge, start, end
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Load_TwoPacksMergedByHand_IsAlignedAndVerifies()
    {
        var (vision, text) = await MakeBothAsync();
        var report = await VerifyAsync(Merge(vision, text, aligned: true));
        Assert.True(report.Passed, string.Join(' ', report.Encoders.SelectMany(e => e.Problems)));
        Assert.True(report.Pack.Aligned);
        Assert.Equal("clip", report.Pack.Name);
        Assert.Equal([Modality.Text, Modality.Image], report.Pack.Encoders.Keys);
        Assert.All(report.Encoders, e => Assert.Equal(Dimension, e.Dimension));
        // What an encoder is does not depend on the pack that it lies in.
        Assert.Equal(vision.Encoders[Modality.Image].Sha256, report.Pack.Encoders[Modality.Image].Sha256);
        Assert.Equal(text.Encoders[Modality.Text].Sha256, report.Pack.Encoders[Modality.Text].Sha256);
    }

    [Fact]
    public async Task CreateAsync_ExportsOfClip_AreBoundWithoutHelp()
    {
        var (vision, text) = await MakeBothAsync();
        var image = vision.Encoders[Modality.Image].Manifest;
        Assert.Equal([KeyValuePair.Create("pixels", "pixel_values")], image.Inputs);
        Assert.Equal("image_embeds", image.Output.Name); // and not last_hidden_state, which has a vector for each patch
        Assert.Equal("text_embeds", text.Encoders[Modality.Text].Manifest.Output.Name);
        Assert.Equal(["merges.txt", "vocab.json"], text.Encoders[Modality.Text].Manifest.Files.Select(f => f.Path));
    }

    [Fact]
    public async Task CreateAsync_TextModelWithoutMask_NeedsTheOption()
    {
        var fault = await Assert.ThrowsAsync<PackException>(() => CreateAsync("text", Text()));
        Assert.Contains("which input takes the tensor 'attention_mask'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("or choose options of the profile that fit the model or leave the tensor out", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CreateAsync_OutputOfUnknownSize_NeedsTheDimension()
    {
        var request = Vision() with { ModelPath = _folder.Write("export/sizeless.onnx", VisionModel(sizeless: true)) };
        var fault = await Assert.ThrowsAsync<PackException>(() => CreateAsync("vision", request with { Output = "image_embeds" }));
        Assert.Contains("does not tell how many numbers a row of its output image_embeds float32[?,?] has. Say it with --dimension N.", fault.Message, StringComparison.Ordinal);
        Assert.Equal(Dimension, (await CreateAsync("vision", request with { Output = "image_embeds", Dimension = Dimension })).Encoders[Modality.Image].Dimension);
        fault = await Assert.ThrowsAsync<PackException>(() => CreateAsync("wrong", request with { Output = "image_embeds", Dimension = Dimension + 1 }));
        Assert.Contains($"but {Dimension + 1} numbers a row are wanted", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_AlignedWithUnequalDimensions_IsRefused()
    {
        var (vision, text) = await MakeBothAsync();
        var folder = Merge(vision, text, aligned: true, m => m["encoders"]!["image"]!["output"]!["dimension"] = Dimension + 1);
        Assert.Contains("the encoders of an aligned pack share one space, but their dimensions are 16, 17", Assert.Throws<PackException>(() => EncoderPack.Load(folder)).Message, StringComparison.Ordinal);
    }

    private async Task<(EncoderPack Vision, EncoderPack Text)> MakeBothAsync() =>
        (await CreateAsync("vision", Vision()), await CreateAsync("text", Text() with { Options = TextOptions(mask: "none") }));

    private async Task<EncoderPack> CreateAsync(string name, PackRequest request) =>
        (await PackScaffold.CreateAsync(request, Path.Combine(_folder.Path, name), cancellationToken: TestContext.Current.CancellationToken)).Pack;

    private static Task<PackReport> VerifyAsync(string folder) => PackVerifier.VerifyAsync(folder, cancellationToken: TestContext.Current.CancellationToken);

    private PackRequest Vision() => new()
    {
        ModelPath = _folder.Write("export/vision_model.onnx", VisionModel()),
        Modality = Modality.Image,
        Profile = "clip-image",
        Options = JsonSerializer.SerializeToElement(new { size = 32 }),
    };

    private PackRequest Text()
    {
        _folder.Write("export/merges.txt", "#version: 0.2\nd o\n");
        _folder.Write("export/vocab.json", ClipVocabulary());
        return new()
        {
            ModelPath = _folder.Write("export/text_model.onnx", TextModel()),
            Modality = Modality.Text,
            Profile = "clip-bpe",
            Options = TextOptions(mask: "int"),
        };
    }

    private static JsonElement TextOptions(string mask) => JsonSerializer.SerializeToElement(new { merges = "merges.txt", vocab = "vocab.json", mask });

    /// <summary>All files into one folder, both encoders into one <c>pack.json</c>.</summary>
    private string Merge(EncoderPack vision, EncoderPack text, bool aligned, Action<JsonNode>? change = null)
    {
        var folder = Path.Combine(_folder.Path, "clip");
        Directory.CreateDirectory(folder);
        foreach (var file in new[] { vision, text }.SelectMany(p => Directory.EnumerateFiles(p.Folder)))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        var manifest = JsonNode.Parse(File.ReadAllBytes(Path.Combine(text.Folder, EncoderPack.ManifestName)))!;
        var other = JsonNode.Parse(File.ReadAllBytes(Path.Combine(vision.Folder, EncoderPack.ManifestName)))!;
        manifest["encoders"]!["image"] = other["encoders"]!["image"]!.DeepClone();
        manifest["name"] = "clip";
        manifest["aligned"] = aligned;
        change?.Invoke(manifest);
        File.WriteAllText(Path.Combine(folder, EncoderPack.ManifestName), manifest.ToJsonString());
        return folder;
    }

    /// <summary>pixel_values [n,3,h,w] to image_embeds and last_hidden_state: 4 patches a side, averaged and projected.</summary>
    /// <param name="sizeless">Cuts the output at a place that only the Run tells.</param>
    private static byte[] VisionModel(bool sizeless = false)
    {
        var graph = new OnnxGraphWriter("vision");
        var pixels = graph.Input("pixel_values", TensorType.Float32, "n", "channels", "height", "width");
        var patches = graph.Reshape(pixels, 0, 16, 192);
        graph.Output("last_hidden_state", patches, TensorType.Float32, "n", 16, 192);
        var projection = graph.Constant(Models.Random(192 * Dimension, 1), 192, Dimension);
        var embeds = graph.MatMul(graph.Mean(patches, [1], keep: false), projection);
        if (sizeless)
        {
            var zero = graph.Reshape(graph.Mul(graph.Sum(pixels, [0, 1, 2, 3], keep: false), 0f), 1);
            var end = graph.Node("Cast", [graph.Add(zero, Dimension)], OnnxAttribute.Int("to", 7));
            embeds = graph.Node("Slice", [embeds, graph.Vector(0), end, graph.Vector(1)]);
        }
        graph.Output("image_embeds", embeds, TensorType.Float32, "n", sizeless ? "d" : Dimension);
        return graph.ToArray();
    }

    /// <summary>input_ids [n,t] to text_embeds: the mean of a table's rows.</summary>
    private static byte[] TextModel()
    {
        var graph = new OnnxGraphWriter("text");
        var ids = graph.Input("input_ids", TensorType.Int64, "n", "t");
        var table = graph.Constant(Models.Random(Vocabulary * Dimension, 2), Vocabulary, Dimension);
        graph.Output("text_embeds", graph.Mean(graph.Gather(table, ids, 0), [1], keep: false), TensorType.Float32, "n", Dimension);
        return graph.ToArray();
    }

    /// <summary>CLIP's vocabulary of a single merge: every byte as its printable sign, the same at a word's end, the merge, start and end.</summary>
    private static string ClipVocabulary()
    {
        var signs = new List<string>();
        var shifted = 256;
        for (var b = 0; b < 256; b++)
        {
            var printable = b is >= '!' and <= '~' or >= 0xA1 and <= 0xAC or >= 0xAE;
            signs.Add(((char)(printable ? b : shifted++)).ToString());
        }
        string[] tokens = [.. signs, .. signs.Select(s => s + "</w>"), "do", "<|startoftext|>", "<|endoftext|>"];
        return JsonSerializer.Serialize(tokens.Select((token, id) => (token, id)).ToDictionary(t => t.token, t => t.id));
    }
}
