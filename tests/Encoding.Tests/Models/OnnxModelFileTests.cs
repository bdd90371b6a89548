using Microsoft.ML.OnnxRuntime;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Encoding.Tests;

public sealed class OnnxModelFileTests
{
    [Fact]
    public void Read_Transformer_TellsInputsAndOutputs()
    {
        var model = Read(TransformerGraph.Build(1));
        Assert.Equal(["input_ids int64[?,?]", "attention_mask float32[?,?]"], model.Signature.Inputs.Select(i => i.ToString()));
        Assert.Equal(["embedding float32[?,32]"], model.Signature.Outputs.Select(o => o.ToString()));
        Assert.Empty(model.ExternalFiles);
        Assert.Empty(model.ForeignOperators);
    }

    [Theory]
    [InlineData("mobilenetv2_tf2.onnx")]
    [InlineData("pointnet_mn40.onnx")]
    [InlineData("oww_embedding_model.onnx")]
    [InlineData("use_lite.onnx")]
    [InlineData("yamnet.onnx")]
    public void Read_RealModel_AgreesWithTheRuntime(string name)
    {
        var path = Lab.Require("encoders", name);
        var model = OnnxModelFile.Read(path);
        using var session = new InferenceSession(path);
        Assert.Equal(session.InputMetadata.Keys, model.Signature.Inputs.Select(i => i.Name));
        Assert.Equal(session.OutputMetadata.Keys.Order(), model.Signature.Outputs.Select(o => o.Name).Order());
        foreach (var input in model.Signature.Inputs)
            Assert.Equal(session.InputMetadata[input.Name].Dimensions.Select(d => (long)d), input.Shape);
        Assert.Empty(model.ForeignOperators);
    }

    [Fact]
    public void Read_ForeignNodeInSubGraph_IsFound() =>
        Assert.Equal(["x::Y"], Read(RawModels.WithNestedNode("x", "Y", 5)).ForeignOperators);

    [Fact]
    public void Read_FunctionOfTheModel_IsNotForeign() =>
        Assert.Empty(Read(RawModels.WithNode("pkg.local", "Block", function: true)).ForeignOperators);

    [Fact]
    public void Read_NestedTooDeep_IsRefused() =>
        Assert.Throws<InvalidDataException>(() => Read(RawModels.WithNestedNode("x", "Y", 40)));

    [Fact]
    public void Read_DamagedModel_GivesAModelOrInvalidData()
    {
        var random = new Random(17);
        var valid = TransformerGraph.Build(1, vocab: 4, dim: 4, layers: 1, heads: 1);
        var refused = 0;
        for (var round = 0; round < 2_000; round++)
        {
            var bytes = (byte[])valid.Clone();
            for (var flips = random.Next(1, 6); flips > 0; flips--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                Read(bytes.AsSpan(0, random.Next(bytes.Length + 1)).ToArray());
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 1_000, 2_000);
    }

    private static OnnxModelFile Read(byte[] bytes) => OnnxModelFile.Read(new MemoryStream(bytes));
}
