namespace UniBind.Grid.Encoding;

/// <summary>The common operators of opset 18 by name, with axes and shapes as plain numbers.</summary>
public static class OnnxOperators
{
    /// <summary>A scalar constant.</summary>
    public static OnnxValue Scalar(this OnnxGraphWriter graph, float value) => graph.Constant([value]);

    /// <summary>A vector of integers, the form in which shapes, axes and indices are given.</summary>
    public static OnnxValue Vector(this OnnxGraphWriter graph, params long[] values) => graph.Constant(values, values.Length);

    /// <summary>a + b, with broadcasting.</summary>
    public static OnnxValue Add(this OnnxGraphWriter graph, OnnxValue a, OnnxValue b) => graph.Node("Add", [a, b]);

    /// <summary>a + b.</summary>
    public static OnnxValue Add(this OnnxGraphWriter graph, OnnxValue a, float b) => graph.Add(a, graph.Scalar(b));

    /// <summary>a - b, with broadcasting.</summary>
    public static OnnxValue Sub(this OnnxGraphWriter graph, OnnxValue a, OnnxValue b) => graph.Node("Sub", [a, b]);

    /// <summary>a · b element by element, with broadcasting.</summary>
    public static OnnxValue Mul(this OnnxGraphWriter graph, OnnxValue a, OnnxValue b) => graph.Node("Mul", [a, b]);

    /// <summary>a · b.</summary>
    public static OnnxValue Mul(this OnnxGraphWriter graph, OnnxValue a, float b) => graph.Mul(a, graph.Scalar(b));

    /// <summary>a / b element by element, with broadcasting.</summary>
    public static OnnxValue Div(this OnnxGraphWriter graph, OnnxValue a, OnnxValue b) => graph.Node("Div", [a, b]);

    /// <summary>The matrix product over the last two axes.</summary>
    public static OnnxValue MatMul(this OnnxGraphWriter graph, OnnxValue a, OnnxValue b) => graph.Node("MatMul", [a, b]);

    /// <summary>An operator of one operand without attributes: <c>Abs</c>, <c>Sqrt</c>, <c>Exp</c>, <c>Relu</c>, <c>Neg</c>, <c>Sign</c>, ...</summary>
    public static OnnxValue Unary(this OnnxGraphWriter graph, string op, OnnxValue value) => graph.Node(op, [value]);

    /// <summary>Values held between two bounds.</summary>
    public static OnnxValue Clip(this OnnxGraphWriter graph, OnnxValue value, float min, float max) =>
        graph.Node("Clip", [value, graph.Scalar(min), graph.Scalar(max)]);

    /// <summary>The sum over axes, which stay with size 1 unless <paramref name="keep"/> is false.</summary>
    public static OnnxValue Sum(this OnnxGraphWriter graph, OnnxValue value, long[] axes, bool keep = true) =>
        graph.Reduce("ReduceSum", value, axes, keep);

    /// <summary>The mean over axes, which stay with size 1 unless <paramref name="keep"/> is false.</summary>
    public static OnnxValue Mean(this OnnxGraphWriter graph, OnnxValue value, long[] axes, bool keep = true) =>
        graph.Reduce("ReduceMean", value, axes, keep);

    /// <summary>A reduction over axes: <c>ReduceSum</c>, <c>ReduceMax</c>, <c>ReduceL2</c>, ...</summary>
    public static OnnxValue Reduce(this OnnxGraphWriter graph, string op, OnnxValue value, long[] axes, bool keep = true) =>
        graph.Node(op, [value, graph.Vector(axes)], OnnxAttribute.Int("keepdims", keep ? 1 : 0));

    /// <summary>A new shape: 0 keeps a dimension, -1 takes what is left.</summary>
    public static OnnxValue Reshape(this OnnxGraphWriter graph, OnnxValue value, params long[] shape) =>
        graph.Node("Reshape", [value, graph.Vector(shape)]);

    /// <summary>The axes in a new order.</summary>
    public static OnnxValue Transpose(this OnnxGraphWriter graph, OnnxValue value, params long[] order) =>
        graph.Node("Transpose", [value], OnnxAttribute.Ints("perm", order));

    /// <summary>The values one after the other along an axis.</summary>
    public static OnnxValue Concat(this OnnxGraphWriter graph, long axis, params OnnxValue[] values) =>
        graph.Node("Concat", values, OnnxAttribute.Int("axis", axis));

    /// <summary>The part from <paramref name="start"/> to before <paramref name="end"/> of one axis; negative numbers count from its end.</summary>
    public static OnnxValue Slice(this OnnxGraphWriter graph, OnnxValue value, long axis, long start, long end, long step = 1) =>
        graph.Node("Slice", [value, graph.Vector(start), graph.Vector(end), graph.Vector(axis), graph.Vector(step)]);

    /// <summary>Rows of an axis by index.</summary>
    public static OnnxValue Gather(this OnnxGraphWriter graph, OnnxValue value, OnnxValue indices, long axis) =>
        graph.Node("Gather", [value, indices], OnnxAttribute.Int("axis", axis));

    /// <summary>e^x / Σ e^x along an axis.</summary>
    public static OnnxValue Softmax(this OnnxGraphWriter graph, OnnxValue value, long axis) =>
        graph.Node("Softmax", [value], OnnxAttribute.Int("axis", axis));
}
