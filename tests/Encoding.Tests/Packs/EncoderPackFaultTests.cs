using System.Text.Json.Nodes;
using UniBind.Grid.Media;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Encoding.Tests;

/// <summary>Each fault of a pack has its own sentence, with the place.</summary>
public sealed class EncoderPackFaultTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly PackBuilder _pack;

    public EncoderPackFaultTests() => _pack = new PackBuilder(_folder).Image(Models.MatMul(8, 16), 8, 16);

    public void Dispose() => _folder.Dispose();

    private JsonObject Image => _pack.Encoder(Modality.Image);

    [Fact]
    public void Load_NoManifest_IsRefused() => AssertThrows("is no encoder pack: it has no pack.json", () => EncoderPack.Load(_folder.Path));

    [Fact]
    public void Load_NoFolder_IsRefused() => AssertThrows("is no encoder pack", () => EncoderPack.Load(_folder.File("absent")));

    [Theory]
    [InlineData("{", "at $: this is no valid JSON")]
    [InlineData("// comment\n{}", "at $: this is no valid JSON")]
    [InlineData("{\"name\":\"a\",\"name\":\"b\"}", "at $: this is no valid JSON")]
    [InlineData("{\"name\":\"\\ud800\"}", "at $: a text in it is no valid Unicode")]
    [InlineData("[]", "at $: an object is wanted, but this is []")]
    [InlineData("{}", "at $.schemaVersion: the member 'schemaVersion' is missing")]
    [InlineData("{\"schemaVersion\":2}", "at $.schemaVersion: an integer from 1 to 1 is wanted, but this is 2")]
    public void Load_BadJson_IsRefused(string json, string message)
    {
        _folder.Write("pack.json", json);
        AssertThrows(message, () => EncoderPack.Load(_folder.Path));
    }

    [Fact]
    public void Load_HugeManifest_IsRefused()
    {
        _folder.Write("pack.json", new string(' ', PackManifestReader.MaxBytes + 1));
        AssertThrows("at $: the file has more than", () => EncoderPack.Load(_folder.Path));
    }

    [Fact]
    public void Load_UnknownMember_IsNamed()
    {
        _pack.Json["licenses"] = 1;
        AssertFault("at $.licenses: the member 'licenses' is unknown; known here are $schema, schemaVersion, name");
    }

    [Fact]
    public void Load_UnknownMemberDeepInside_IsNamed()
    {
        Image["batch"] = new JsonObject { ["maxrows"] = 3 };
        AssertFault("at $.encoders.image.batch.maxrows: the member 'maxrows' is unknown; known here are maxRows");
    }

    [Fact]
    public void Load_UnknownModality_IsNamed()
    {
        _pack.Json["encoders"]!["smell"] = new JsonObject();
        AssertFault("at $.encoders.smell: the member 'smell' is unknown");
    }

    [Fact]
    public void Load_NoEncoder_IsRefused()
    {
        _pack.Json["encoders"] = new JsonObject();
        AssertFault("at $.encoders.*: the pack has no encoder");
    }

    [Theory]
    [InlineData("name", "\"Bad Name\"", "at $.name: a name of lower-case letters")]
    [InlineData("version", "\"../1\"", "at $.version: a version such as 1.0.0 is wanted")]
    [InlineData("aligned", "\"yes\"", "at $.aligned: true or false is wanted, but this is \"yes\"")]
    [InlineData("licence", "null", "at $.licence: an object is wanted, but this is null")]
    public void Load_BadValue_IsRefused(string member, string value, string message)
    {
        _pack.Json[member] = JsonNode.Parse(value);
        AssertFault(message);
    }

    [Fact]
    public void Load_OutputKindUnknown_IsRefused()
    {
        Image["output"]!["kind"] = "scores";
        AssertFault("at $.encoders.image.output.kind: one of embedding, probabilities, logits is wanted, but this is \"scores\"");
    }

    [Fact]
    public void Load_RowsOutOfRange_IsRefused()
    {
        Image["batch"] = new JsonObject { ["maxRows"] = 0 };
        AssertFault("at $.encoders.image.batch.maxRows: an integer from 1 to 4096 is wanted, but this is 0");
    }

    [Fact]
    public void Load_AlignedWithUnequalDimensions_IsRefused()
    {
        _pack.Text(Models.Lookup(), 24);
        _pack.Json["aligned"] = true;
        AssertFault("at $.aligned: the encoders of an aligned pack share one space, but their dimensions are 24, 16");
    }

    [Fact]
    public void Load_MissingFile_IsRefused()
    {
        Image["model"]!["path"] = "other.onnx";
        AssertFault("at $.encoders.image.model.path: the file 'other.onnx' is missing; put it into the pack's folder");
    }

    [Fact]
    public void Load_ChangedFile_IsRefused()
    {
        File.AppendAllText(_folder.File("image.onnx"), "x");
        AssertFault("at $.encoders.image.model.sha256: the file 'image.onnx' has the SHA-256");
    }

    [Theory]
    [InlineData("../image.onnx", "leaves the pack's folder")]
    [InlineData("a/../../image.onnx", "leaves the pack's folder")]
    [InlineData("/etc/passwd", "is absolute")]
    [InlineData("C:/model.onnx", "must use '/' and name no drive")]
    [InlineData("a\\b.onnx", "must use '/' and name no drive")]
    [InlineData("a//b.onnx", "has an empty part")]
    public void Load_PathOutside_IsRefused(string path, string message)
    {
        Image["model"]!["path"] = path;
        AssertFault(message);
    }

    [Fact]
    public void Load_LinkOutside_IsRefused()
    {
        using var outside = new TempFolder();
        File.Move(_folder.File("image.onnx"), outside.File("image.onnx"));
        File.CreateSymbolicLink(_folder.File("image.onnx"), outside.File("image.onnx"));
        AssertFault("at $.encoders.image.model.path: the file 'image.onnx' is a link that leaves the pack's folder");
    }

    [Fact]
    public void Load_FolderLinkOutside_IsRefused()
    {
        using var outside = new TempFolder();
        File.Move(_folder.File("image.onnx"), outside.File("image.onnx"));
        Directory.CreateSymbolicLink(_folder.File("sub"), outside.Path);
        Image["model"]!["path"] = "sub/image.onnx";
        AssertFault("the file 'sub/image.onnx' is a link that leaves the pack's folder");
    }

    [Fact]
    public void Load_LinkInside_IsAllowed()
    {
        File.Move(_folder.File("image.onnx"), _folder.File("blobs", "abc"));
        File.CreateSymbolicLink(_folder.File("image.onnx"), "blobs/abc");
        Assert.Single(_pack.Load().Encoders);
    }

    [Fact]
    public void Load_UnknownProfile_IsRefused()
    {
        Image["preprocessing"]!["profile"] = "magic";
        AssertFault("at $.encoders.image.preprocessing: The preprocessing profile 'magic' is unknown");
    }

    [Fact]
    public void Load_UnknownProfileInTheRegistry_IsRefused()
    {
        Image["preprocessing"]!["profile"] = "magic";
        _pack.Write();
        AssertThrows("at $.encoders.image.preprocessing: The preprocessing profile 'magic' is unknown", () => EncoderPack.Load(_folder.Path));
    }

    [Fact]
    public void Load_UnknownProfileOption_IsRefused()
    {
        Image["preprocessing"]!["options"] = new JsonObject { ["widht"] = 8 };
        AssertFault("at $.encoders.image.preprocessing: The profile 'test-vector' has no option 'widht'");
    }

    [Fact]
    public void Load_ProfileOfAnotherModality_IsRefused()
    {
        _pack.Add(Modality.Audio, Models.MatMul(8, 16), "test-vector", null, 16);
        AssertFault("at $.encoders.audio.preprocessing.profile: the profile 'test-vector' reads image and not audio");
    }

    [Fact]
    public void Load_ProfileFileNotListed_IsRefused()
    {
        _folder.Write("words.txt", "a");
        _pack.Text(Models.Lookup(), 24, e => e["preprocessing"]!["options"] = new JsonObject { ["vocabulary"] = "words.txt" });
        AssertFault("at $.encoders.text.preprocessing: The profile reads the file 'words.txt', which is not listed in 'files'");
    }

    [Fact]
    public void Load_FileListedTwice_IsRefused()
    {
        Image["files"] = new JsonArray(_pack.File("a", [1]), _pack.File("a", [1]));
        AssertFault("at $.encoders.image.files[1].path: the file 'a' is listed twice");
    }

    [Fact]
    public void Load_NoModel_IsRefused()
    {
        Image["model"] = _pack.File("image.onnx", "hello there"u8.ToArray());
        AssertFault("at $.encoders.image.model: the file 'image.onnx' is no ONNX model that can be read");
    }

    [Theory]
    [InlineData("../weights.bin", "takes its weights from '../weights.bin', outside the pack's folder")]
    [InlineData("/tmp/weights.bin", "takes its weights from '/tmp/weights.bin', outside the pack's folder")]
    [InlineData("*/_ORT_MEM_ADDR_/*", "which is not listed in 'files'")]
    [InlineData("weights.bin", "takes its weights from 'weights.bin', which is not listed in 'files'")]
    public void Load_ExternalDataElsewhere_IsRefused(string location, string message)
    {
        Image["model"] = _pack.File("image.onnx", RawModels.WithExternalData(location));
        AssertFault(message);
    }

    [Fact]
    public void Load_ExternalDataBesideNestedModel_IsFound()
    {
        Image["model"] = _pack.File("m/image.onnx", RawModels.WithExternalData("weights.bin"));
        Image["files"] = new JsonArray(_pack.File("m/weights.bin", new byte[16]));
        AssertFault("at $.encoders.image.inputs.values: the model has no input 'values'"); // got as far as the inputs
    }

    [Fact]
    public void Load_CustomOperator_IsRefused()
    {
        Image["model"] = _pack.File("image.onnx", RawModels.WithNode("ai.example", "Evil"));
        AssertFault("at $.encoders.image.model: the model 'image.onnx' uses the custom operator ai.example::Evil");
    }

    [Fact]
    public void Load_CompiledEngine_IsRefused()
    {
        Image["model"] = _pack.File("image.onnx", RawModels.WithNode("com.microsoft", "EPContext"));
        AssertFault("uses the custom operator com.microsoft::EPContext");
    }

    [Fact]
    public void Load_WrongInputName_IsRefused()
    {
        _pack.Image(Models.MatMul(8, 16, input: "pixels"), 8, 16);
        AssertFault("at $.encoders.image.inputs.values: the model has no input 'values'; it has pixels float32[?,8]");
    }

    [Fact]
    public void Load_MappingOfUnknownTensor_IsRefused()
    {
        Image["inputs"] = new JsonObject { ["image"] = "values" };
        AssertFault("at $.encoders.image.inputs.image: the profile 'test-vector' produces no tensor 'image'; it produces values");
    }

    [Fact]
    public void Load_WrongInputShape_IsRefused()
    {
        _pack.Image(Models.MatMul(9, 16), 8, 16);
        AssertFault("at $.encoders.image.inputs.values: the model's input values float32[?,9] cannot take the tensor values float32[?,8]");
    }

    [Fact]
    public void Load_WrongInputType_IsRefused()
    {
        var graph = new OnnxGraphWriter("m");
        var x = graph.Input("values", TensorType.Int64, "n", 8);
        graph.Output("embedding", graph.Node("Cast", [x], OnnxAttribute.Int("to", 1)), TensorType.Float32, "n", 8);
        _pack.Image(graph.ToArray(), 8, 8);
        AssertFault("at $.encoders.image.inputs.values: the model's input values int64[?,8] cannot take the tensor values float32[?,8]");
    }

    [Fact]
    public void Load_InputThatNothingFeeds_IsRefused()
    {
        var graph = new OnnxGraphWriter("m");
        var sum = graph.Add(graph.Input("values", TensorType.Float32, "n", 8), graph.Input("more", TensorType.Float32, "n", 8));
        graph.Output("embedding", sum, TensorType.Float32, "n", 8);
        _pack.Image(graph.ToArray(), 8, 8);
        AssertFault("at $.encoders.image.inputs: the model's input more float32[?,8] is fed by no tensor");
    }

    [Fact]
    public void Load_TwoTensorsForOneInput_IsRefused()
    {
        _pack.Text(Models.Lookup(), 24, e => e["inputs"] = new JsonObject { ["attention_mask"] = "input_ids" });
        AssertFault("at $.encoders.text.inputs.attention_mask: the model's input input_ids int64[?,?] cannot take");
    }

    [Fact]
    public void Load_WrongOutputName_IsRefused()
    {
        _pack.Image(Models.MatMul(8, 16, output: "features"), 8, 16);
        AssertFault("at $.encoders.image.output.name: the model has no output 'embedding'; it has features float32[?,16]");
    }

    [Fact]
    public void Load_WrongDimension_IsRefused()
    {
        Image["output"]!["dimension"] = 512;
        AssertFault("at $.encoders.image.output.dimension: the model's output embedding float32[?,16] has 16 numbers a row, but the dimension is said to be 512");
    }

    [Fact]
    public void Load_FixedRows_IsRefused()
    {
        var graph = new OnnxGraphWriter("m");
        graph.Output("embedding", graph.Input("values", TensorType.Float32, 4, 8), TensorType.Float32, 4, 8);
        _pack.Image(graph.ToArray(), 8, 8);
        AssertFault("at $.encoders.image.model: the model was exported for exactly 4 rows; export it with a dynamic first dimension");
    }

    private void AssertFault(string message)
    {
        var fault = Assert.Throws<PackException>(_pack.Load);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
        Assert.StartsWith(Path.Combine(_folder.Path, "pack.json") + " at $", fault.Message, StringComparison.Ordinal);
    }

    private static void AssertThrows(string message, Func<object> action) =>
        Assert.Contains(message, Assert.Throws<PackException>(action).Message, StringComparison.Ordinal);
}
