namespace UniBind.Grid.Encoding.Tests;

/// <summary>Every operator that the project's graphs use, through ONNX Runtime.</summary>
public sealed class OnnxOperatorsTests
{
    private static readonly float[] Six = [1, -2, 3, -4, 5, -6];

    [Fact]
    public void Arithmetic_BroadcastsOverRows()
    {
        Check(Six, [2, 3], (g, x) => g.Add(x, g.Constant([10f, 20f, 30f], 3)), [11, 18, 33, 6, 25, 24]);
        Check(Six, [2, 3], (g, x) => g.Sub(x, g.Constant([1f, 1f, 1f], 3)), [0, -3, 2, -5, 4, -7]);
        Check(Six, [2, 3], (g, x) => g.Mul(x, 2f), [2, -4, 6, -8, 10, -12]);
        Check(Six, [2, 3], (g, x) => g.Add(x, 0.5f), [1.5f, -1.5f, 3.5f, -3.5f, 5.5f, -5.5f]);
        Check(Six, [2, 3], (g, x) => g.Div(x, g.Constant([2f], 1)), [0.5f, -1, 1.5f, -2, 2.5f, -3]);
    }

    [Theory]
    [InlineData("Abs", new float[] { 1, 2, 3, 4, 5, 6 })]
    [InlineData("Neg", new float[] { -1, 2, -3, 4, -5, 6 })]
    [InlineData("Relu", new float[] { 1, 0, 3, 0, 5, 0 })]
    [InlineData("Sign", new float[] { 1, -1, 1, -1, 1, -1 })]
    public void Unary_KnownOperator_Applies(string op, float[] expected) => Check(Six, [6], (g, x) => g.Unary(op, x), expected);

    [Fact]
    public void Unary_RootAndExponential_Apply()
    {
        Check([0, 4, 9], [3], (g, x) => g.Unary("Sqrt", x), [0, 2, 3]);
        Check([0, 1], [2], (g, x) => g.Unary("Exp", x), [1, MathF.E]);
    }

    [Fact]
    public void Clip_BothSides_Holds() => Check(Six, [6], (g, x) => g.Clip(x, -3, 2), [1, -2, 2, -3, 2, -3]);

    [Fact]
    public void Reductions_KeepOrDropTheAxis()
    {
        Check(Six, [2, 3], (g, x) => g.Sum(x, [1]), [2, -5], [2, 1]);
        Check(Six, [2, 3], (g, x) => g.Sum(x, [1], keep: false), [2, -5], [2]);
        Check(Six, [2, 3], (g, x) => g.Mean(x, [0]), [-1.5f, 1.5f, -1.5f], [1, 3]);
        Check(Six, [2, 3], (g, x) => g.Reduce("ReduceMax", x, [1]), [3, 5], [2, 1]);
    }

    [Fact]
    public void Layout_MovesValues()
    {
        Check(Six, [2, 3], (g, x) => g.Reshape(x, -1, 2), Six, [3, 2]);
        Check(Six, [2, 3], (g, x) => g.Transpose(x, 1, 0), [1, -4, -2, 5, 3, -6], [3, 2]);
        Check(Six, [2, 3], (g, x) => g.Concat(1, x, g.Constant([7f, 8f], 2, 1)), [1, -2, 3, 7, -4, 5, -6, 8], [2, 4]);
        Check(Six, [2, 3], (g, x) => g.Slice(x, 1, 0, 3, step: 2), [1, 3, -4, -6], [2, 2]);
        Check(Six, [2, 3], (g, x) => g.Slice(x, 1, -2, 3), [-2, 3, 5, -6], [2, 2]);
        Check(Six, [2, 3], (g, x) => g.Gather(x, g.Vector(2, 0, 2), 1), [3, 1, 3, -6, -4, -6], [2, 3]);
    }

    [Fact]
    public void MatMulAndSoftmax_Apply()
    {
        Check(Six, [2, 3], (g, x) => g.MatMul(x, g.Constant([1f, 0f, 0f, 1f, 1f, 1f], 3, 2)), [4, 1, -10, -1], [2, 2]);
        Check([0, 0, 1000, 0], [2, 2], (g, x) => g.Softmax(x, -1), [0.5f, 0.5f, 1, 0], [2, 2]);
    }

    [Fact]
    public void Node_AttributesOfEveryKind_Apply()
    {
        Check(Six, [6], (g, x) => g.Node("LeakyRelu", [x], OnnxAttribute.Float("alpha", 0.5f)), [1, -1, 3, -2, 5, -3]);
        Check(Six, [1, 1, 2, 3], (g, x) => g.Node("Pad", [x, g.Vector(0, 0, 0, 1, 0, 0, 0, 0)], OnnxAttribute.String("mode", "edge")),
            [1, 1, -2, 3, -4, -4, 5, -6], [1, 1, 2, 4]);
        Check(Six, [1, 1, 2, 3], (g, x) => g.Node("AveragePool", [x], OnnxAttribute.Ints("kernel_shape", 2, 3)), [-0.5f], [1, 1, 1, 1]);
        Check(Six, [1, 2, 1, 3], (g, x) => g.Node("Conv", [x, g.Constant([1f, 1f], 2, 1, 1, 1), OnnxValue.None], OnnxAttribute.Int("group", 2)), Six, [1, 2, 1, 3]);
        Check(Six, [6], (g, x) => g.Add(x, g.Node("ConstantOfShape", [g.Vector(6)], OnnxAttribute.Tensor("value", [7f], 1))), [8, 5, 10, 3, 12, 1]);
        Check(Six, [2, 3], (g, x) => g.Gather(x, g.Node("Constant", [], OnnxAttribute.Tensor("value", [1L], 1)), 1), [-2, 5], [2, 1]);
        Check(Six, [6], (g, x) => g.Node("CumSum", [x, g.Constant([0L])]), [1, -1, 2, -2, 3, -3]);
    }

    [Fact]
    public void Node_ScatterWithAdd_AddsUp() => Check([1, 2, 4], [1, 3], (g, x) =>
        g.Node("ScatterElements", [g.Constant([0f, 0f], 1, 2), g.Constant([1L, 0L, 1L], 1, 3), x], OnnxAttribute.Int("axis", 1), OnnxAttribute.String("reduction", "add")),
        [2, 5], [1, 2]);

    [Fact]
    public void Node_SeveralOutputs_GivesEach() => Check(Six, [6], (g, x) =>
    {
        var halves = g.Node("Split", [x], outputs: 2, OnnxAttribute.Int("num_outputs", 2));
        return g.Sub(halves[0], halves[1]);
    }, [5, -7, 9]);

    private static void Check(float[] input, long[] shape, Func<OnnxGraphWriter, OnnxValue, OnnxValue> body, float[] expected, long[]? expectedShape = null)
    {
        var (values, outputShape) = GraphRun.Of(input, shape, body);
        if (expectedShape is not null)
            Assert.Equal(expectedShape, outputShape);
        Assert.Equal(expected.Length, values.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], values[i], 1e-6f);
    }
}
