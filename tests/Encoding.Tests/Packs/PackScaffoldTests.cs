using System.Text.Json;
using UniBind.Grid.Media;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Encoding.Tests;

public sealed class PackScaffoldTests : IDisposable
{
    private readonly TempFolder _source = new();
    private readonly TempFolder _packs = new();

    public void Dispose()
    {
        _source.Dispose();
        _packs.Dispose();
    }

    [Fact]
    public async Task CreateAsync_TextModel_FindsNamesAndMeasuresPadding()
    {
        var result = await Create(Text(TransformerGraph.Build(3)) with { Description = "mine" }, "My Pack");
        Assert.Equal(("my-pack", "mine", 32), (result.Pack.Name, result.Pack.Manifest.Description, result.Pack.Encoders[Modality.Text].Dimension));
        Assert.Equal("embedding", result.Pack.Encoders[Modality.Text].Manifest.Output.Name);
        Assert.Equal(PaddingMode.Allow, result.Pack.Encoders[Modality.Text].Manifest.Batch.Padding);
        Assert.False(result.Pack.Licence.CommercialUse);
        Assert.True(result.MatchesReference);
        Assert.Equal(["My Pack"], Directory.GetFileSystemEntries(_packs.Path).Select(Path.GetFileName));
        Assert.True((await PackVerifier.VerifyAsync(result.Pack.Folder, load: TestProfile.LoadOptions, cancellationToken: TestContext.Current.CancellationToken)).Passed);
    }

    [Fact]
    public async Task CreateAsync_ModelWithoutMask_WritesEqual() =>
        Assert.Equal(PaddingMode.Equal, (await Create(Text(Models.LookupWithoutMask()))).Pack.Encoders[Modality.Text].Manifest.Batch.Padding);

    [Fact]
    public async Task CreateAsync_OtherInputName_IsFoundByForm()
    {
        var result = await Create(Vector(Models.MatMul(8, 16, input: "pixels")));
        Assert.Equal("pixels", result.Pack.Encoders[Modality.Image].Manifest.Inputs["values"]);
    }

    [Fact]
    public async Task CreateAsync_TwoInputsOfOneForm_Asks()
    {
        var graph = new OnnxGraphWriter("m");
        var sum = graph.Add(graph.Input("a", TensorType.Float32, "n", 8), graph.Input("b", TensorType.Float32, "n", 8));
        graph.Output("embedding", sum, TensorType.Float32, "n", 8);
        await AssertFault("It is not clear which input takes the tensor 'values' (Float32, [n,8]): a float32[?,8], b float32[?,8] fit. Say it with --input values=INPUT.", Vector(graph.ToArray()));
    }

    [Fact]
    public async Task CreateAsync_NoInputOfTheForm_Tells() =>
        await AssertFault("none of x float32[?,9] fits. Say it with --input values=INPUT", Vector(Models.MatMul(9, 16, input: "x")));

    [Fact]
    public async Task CreateAsync_TwoOutputs_AsksUnlessTold()
    {
        var graph = new OnnxGraphWriter("m");
        var x = graph.Input("values", TensorType.Float32, "n", 8);
        graph.Output("features", x, TensorType.Float32, "n", 8);
        graph.Output("logits", graph.Softmax(x, -1), TensorType.Float32, "n", 8);
        graph.Output("map", graph.Reshape(x, 0, 2, 4), TensorType.Float32, "n", 2, 4);
        var request = Vector(graph.ToArray());
        await AssertFault("It is not clear which output is the embedding: features float32[?,8], logits float32[?,8] may be. Say it with --output-name OUTPUT.", request);
        await AssertFault("The model has no output 'embedding'", request with { Output = "embedding" });
        var pack = (await Create(request with { Output = "logits", Kind = OutputKind.Probabilities })).Pack;
        Assert.Equal(new EncoderOutput("logits", 8, OutputKind.Probabilities), pack.Encoders[Modality.Image].Manifest.Output);
    }

    [Fact]
    public async Task CreateAsync_ProfileReadsAFile_CopiesAndListsIt()
    {
        _source.Write("words.txt", "*");
        var pack = (await Create(Text(Models.Lookup()) with { Options = Json("{\"vocabulary\":\"words.txt\"}") })).Pack;
        Assert.Equal("words.txt", Assert.Single(pack.Encoders[Modality.Text].Manifest.Files).Path);
        Assert.Equal("*", File.ReadAllText(Path.Combine(pack.Folder, "words.txt")));
        await AssertFault("There is no file 'absent.txt' in", Text(Models.Lookup()) with { Options = Json("{\"vocabulary\":\"absent.txt\"}") });
        await AssertFault("The file '../words.txt' cannot become part of the pack", Text(Models.Lookup()) with { Options = Json("{\"vocabulary\":\"../words.txt\"}") });
    }

    [Fact]
    public async Task CreateAsync_Reference_TellsTheCosines()
    {
        string[] samples = [_source.Write("a.txt", "1 2 3 4 5 6 7 8"), _source.Write("b.txt", "8 7 6 5 4 3 2 1")];
        var weights = Models.Random(8 * 16, 1);
        var reference = new float[2 * 16];
        for (var j = 0; j < 16; j++)
        {
            for (var i = 0; i < 8; i++)
            {
                reference[j] += 100 * (i + 1) * weights[i * 16 + j]; // of any length
                reference[16 + j] += (8 - i) * weights[i * 16 + j];
            }
        }

        var request = Vector(Models.MatMul(8, 16)) with { Samples = samples, Reference = _source.Write("r.npy", Npy(reference, 2, 16)) };
        var result = await Create(request);
        Assert.Equal(2, result.ReferenceCosines.Count);
        Assert.True(result.MatchesReference);

        var swapped = await Create(request with { Samples = [samples[1], samples[0]] }, "other");
        Assert.False(swapped.MatchesReference);
        await AssertFault("has 2 vectors, but 1 samples are given", request with { Samples = [samples[0]] });
        await AssertFault("have 8 numbers, but the encoder's have 16", request with { Reference = _source.Write("r8.npy", Npy(reference, 4, 8)), Samples = [.. samples, .. samples] });
        await AssertFault("cannot be encoded: The content is no list of numbers", request with { Samples = [samples[0], _source.Write("c.txt", "x")] });
        await AssertFault("The reference '", request with { Reference = samples[0] });
    }

    [Fact]
    public async Task CreateAsync_Failure_LeavesNothingBehind()
    {
        await AssertFault("The preprocessing does not work: The preprocessing profile 'magic' is unknown", Text(Models.Lookup()) with { Profile = "magic" });
        await AssertFault("is no ONNX model that can be read", Text("hello"u8.ToArray()));
        await AssertFault(Path.Combine(_packs.Path, "refused", "pack.json") + " at $.encoders.text.model: the model 'model.onnx' uses the custom operator x::Y", Text(RawModels.WithNode("x", "Y")));
        await AssertFault("There is no model '", Text(Models.Lookup()) with { ModelPath = "absent.onnx" });
        Assert.Empty(Directory.GetFileSystemEntries(_packs.Path));
        Directory.CreateDirectory(_packs.File("refused"));
        await AssertFault("exists already; give a new folder", Text(Models.Lookup()));
    }

    private PackRequest Text(byte[] model) => new() { ModelPath = _source.Write("model.onnx", model), Modality = Modality.Text, Profile = "test-text" };

    private PackRequest Vector(byte[] model) => new() { ModelPath = _source.Write("model.onnx", model), Modality = Modality.Image, Profile = "test-vector" };

    private Task<PackScaffoldResult> Create(PackRequest request, string name = "pack") => PackScaffold.CreateAsync(
        request, Path.Combine(_packs.Path, name), TestProfile.LoadOptions with { Detect = (_, modality) => new MediaKind(modality!.Value, MediaFormat.Text) }, TestContext.Current.CancellationToken);

    private async Task AssertFault(string message, PackRequest request)
    {
        var fault = await Assert.ThrowsAsync<PackException>(() => Create(request, "refused"));
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    private static JsonElement Json(string json) => JsonDocument.Parse(json).RootElement;

    private static byte[] Npy(float[] values, int rows, int columns)
    {
        var header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({rows}, {columns}), }}".PadRight(117) + "\n";
        using var stream = new MemoryStream();
        stream.Write([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, (byte)header.Length, 0]);
        stream.Write(System.Text.Encoding.ASCII.GetBytes(header));
        stream.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()));
        return stream.ToArray();
    }
}
