using Microsoft.ML.OnnxRuntime;
using UniBind.Grid.Media;

namespace UniBind.Grid.Encoding.Tests;

public sealed class OnnxGraphWriterTests
{
    [Fact]
    public void ToArray_DeclaredTensors_AreWhatOnnxRuntimeSees()
    {
        var graph = new OnnxGraphWriter("shapes");
        var ids = graph.Input("input_ids", TensorType.Int64, "n", "t");
        var x = graph.Input("pixels", TensorType.Float32, "n", 3);
        graph.Output("embedding", graph.Add(x, 1f), TensorType.Float32, "n", 3);
        graph.Output("ids", ids, TensorType.Int64, "n", "t");

        using var session = new InferenceSession(graph.ToArray());

        Assert.Equal(["input_ids", "pixels"], session.InputNames);
        Assert.Equal(["embedding", "ids"], session.OutputNames);
        Assert.Equal(typeof(long), session.InputMetadata["input_ids"].ElementType);
        Assert.Equal(["n", "t"], session.InputMetadata["input_ids"].SymbolicDimensions);
        Assert.Equal([-1, 3], session.InputMetadata["pixels"].Dimensions);
        Assert.Equal([-1, 3], session.OutputMetadata["embedding"].Dimensions);
    }

    [Theory]
    [InlineData(17)]
    [InlineData(18)]
    [InlineData(19)]
    [InlineData(20)]
    public void ToArray_EverySupportedOpset_Runs(int opset) =>
        Assert.Equal([3f, 4f], GraphRun.Of([1, 2], [2], (g, x) => g.Add(x, 2f), opset).Values);

    [Fact]
    public void ToArray_EqualCalls_GiveEqualBytes()
    {
        static byte[] Build()
        {
            var graph = new OnnxGraphWriter("twice");
            var x = graph.Input("x", TensorType.Float32, "n", 2);
            graph.Output("y", graph.MatMul(x, graph.Constant([1f, 2f, 3f, 4f], 2, 2)), TensorType.Float32, "n", 2);
            return graph.ToArray();
        }

        Assert.Equal(Build(), Build());
    }

    [Fact]
    public void ToArray_ScalarConstants_AreReadBack() =>
        Assert.Equal([42f], GraphRun.Of([2], [1], (g, x) => g.Mul(x, g.Constant([21f]))).Values);

    [Fact]
    public void ToArray_NoOutput_Throws()
    {
        var graph = new OnnxGraphWriter("none");
        graph.Input("x", TensorType.Float32, 1);
        Assert.Throws<InvalidOperationException>(() => graph.ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("1x")]
    [InlineData("a b")]
    [InlineData("naïve")]
    public void Input_MalformedName_Throws(string name) =>
        Assert.Throws<ArgumentException>(() => new OnnxGraphWriter("g").Input(name, TensorType.Float32, 1));

    [Fact]
    public void Input_NameTaken_Throws()
    {
        var graph = new OnnxGraphWriter("g");
        graph.Input("x", TensorType.Float32, 1);
        Assert.Throws<ArgumentException>(() => graph.Input("x", TensorType.Float32, 1));
        Assert.Throws<ArgumentException>(() => graph.Output("x", new OnnxValue("x"), TensorType.Float32, 1));
    }

    [Fact]
    public void Node_GeneratedNameTakenByAnInput_TakesAnother()
    {
        var graph = new OnnxGraphWriter("g");
        var x = graph.Input("Neg_0", TensorType.Float32, 1);
        Assert.NotEqual(x, graph.Unary("Neg", x));
    }

    [Fact]
    public void Node_OperandOfAnotherGraph_Throws()
    {
        var graph = new OnnxGraphWriter("g");
        var stranger = new OnnxGraphWriter("other").Input("x", TensorType.Float32, 1);
        Assert.Throws<ArgumentException>(() => graph.Unary("Neg", stranger));
        Assert.Throws<ArgumentException>(() => graph.Output("y", stranger, TensorType.Float32, 1));
        Assert.Throws<ArgumentException>(() => graph.Output("y", OnnxValue.None, TensorType.Float32, 1));
    }

    [Fact]
    public void Node_AttributeTwice_Throws()
    {
        var graph = new OnnxGraphWriter("g");
        var x = graph.Input("x", TensorType.Float32, 1);
        Assert.Throws<ArgumentException>(() => graph.Node("Softmax", [x], OnnxAttribute.Int("axis", 0), OnnxAttribute.Int("axis", 1)));
    }

    [Fact]
    public void Constant_ValuesAndShapeDiffer_Throws()
    {
        var graph = new OnnxGraphWriter("g");
        Assert.Throws<ArgumentException>(() => graph.Constant([1f, 2f, 3f], 2, 2));
        Assert.Throws<ArgumentException>(() => graph.Constant([1L, 2L]));
        Assert.Throws<ArgumentException>(() => OnnxAttribute.Tensor("value", [1f], 2));
    }

    [Theory]
    [InlineData(16)]
    [InlineData(21)]
    public void Constructor_UnsupportedOpset_Throws(int opset) => Assert.Throws<ArgumentOutOfRangeException>(() => new OnnxGraphWriter("g", opset));

    [Fact]
    public void Dimension_BelowOneOrBlank_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => OnnxDimension.Fixed(0));
        Assert.Throws<ArgumentException>(() => OnnxDimension.Symbolic(" "));
    }
}
