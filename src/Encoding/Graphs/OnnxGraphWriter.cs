using System.Globalization;
using Microsoft.ML.OnnxRuntime.Tensors;
using UniBind.Grid.Media;

namespace UniBind.Grid.Encoding;

/// <summary>
/// Builds an ONNX model (ModelProto) without the onnx package: inputs, constants, nodes in order of execution, outputs.
/// Equal calls give equal bytes on every machine.
/// </summary>
/// <remarks>
/// Not thread-safe. Names are checked when they are given (form, uniqueness, defined before use); whether operators exist and shapes fit is
/// checked by ONNX Runtime when the model is loaded. Field numbers follow onnx.proto of ONNX 1.14.
/// </remarks>
public sealed class OnnxGraphWriter
{
    /// <summary>The opset that graphs use where nothing else is asked for.</summary>
    public const int DefaultOpset = 18;

    private readonly string _name;
    private readonly int _opset;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly ProtobufWriter _nodes = new();
    private readonly ProtobufWriter _initializers = new();
    private readonly ProtobufWriter _inputs = new();
    private readonly ProtobufWriter _outputs = new();
    private int _counter;

    /// <summary>Starts a graph.</summary>
    /// <param name="name">The graph's name.</param>
    /// <param name="opset">The version of the standard operators, 17 to 20.</param>
    /// <exception cref="ArgumentException">The name is malformed or the opset out of range.</exception>
    public OnnxGraphWriter(string name, int opset = DefaultOpset)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(opset, 17);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(opset, 20);
        _name = OnnxNames.Check(name);
        _opset = opset;
    }

    /// <summary>Declares an input, for example <c>Input("pixels", TensorType.Float32, "n", 3, 128, 128)</c>.</summary>
    /// <exception cref="ArgumentException">The name is malformed or taken.</exception>
    public OnnxValue Input(string name, TensorType type, params OnnxDimension[] shape) => Input(name, (TensorElementType)OnnxTensorProto.Code(type), shape);

    /// <summary>Declares an input of any element type that ONNX Runtime knows; its enum has the numbers of TensorProto.DataType.</summary>
    /// <exception cref="ArgumentException">The name is malformed or taken.</exception>
    public OnnxValue Input(string name, TensorElementType type, params OnnxDimension[] shape)
    {
        var value = Define(name);
        WriteValueInfo(_inputs, 11, name, type, shape);
        return value;
    }

    /// <summary>Adds a constant of floats, row-major; no dimension means a scalar.</summary>
    /// <exception cref="ArgumentException">The number of values does not fit the shape.</exception>
    public OnnxValue Constant(float[] values, params long[] shape)
    {
        var value = Define(NextName("constant"));
        _initializers.Message(5, t => OnnxTensorProto.Write(t, value.Name, values, shape));
        return value;
    }

    /// <summary>Adds a constant of integers, row-major; no dimension means a scalar.</summary>
    /// <exception cref="ArgumentException">The number of values does not fit the shape.</exception>
    public OnnxValue Constant(long[] values, params long[] shape)
    {
        var value = Define(NextName("constant"));
        _initializers.Message(5, t => OnnxTensorProto.Write(t, value.Name, values, shape));
        return value;
    }

    /// <summary>Adds a node with one output.</summary>
    /// <param name="op">The operator of the standard domain, for example <c>Conv</c>.</param>
    /// <param name="inputs">Its operands; <see cref="OnnxValue.None"/> for an optional one that is left out.</param>
    /// <param name="attributes">Its attributes.</param>
    /// <exception cref="ArgumentException">An operand was not defined in this graph, or an attribute is given twice.</exception>
    public OnnxValue Node(string op, OnnxValue[] inputs, params OnnxAttribute[] attributes) => Node(op, inputs, 1, attributes)[0];

    /// <summary>Adds a node with several outputs.</summary>
    /// <exception cref="ArgumentException">An operand was not defined in this graph, or an attribute is given twice.</exception>
    public OnnxValue[] Node(string op, OnnxValue[] inputs, int outputs, params OnnxAttribute[] attributes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        foreach (var input in inputs)
            CheckDefined(input, optional: true);
        var results = new OnnxValue[outputs];
        for (var i = 0; i < outputs; i++)
            results[i] = Define(NextName(OnnxNames.Check(op)));
        WriteNode(op, inputs, results, attributes);
        return results;
    }

    /// <summary>Declares an output: the value under the name that callers see.</summary>
    /// <exception cref="ArgumentException">The name is malformed or taken, or the value was not defined in this graph.</exception>
    public void Output(string name, OnnxValue value, TensorType type, params OnnxDimension[] shape) => Output(name, value, (TensorElementType)OnnxTensorProto.Code(type), shape);

    /// <summary>Declares an output of any element type that ONNX Runtime knows.</summary>
    /// <exception cref="ArgumentException">The name is malformed or taken, or the value was not defined in this graph.</exception>
    public void Output(string name, OnnxValue value, TensorElementType type, params OnnxDimension[] shape)
    {
        CheckDefined(value, optional: false);
        WriteNode("Identity", [value], [Define(name)], []);
        WriteValueInfo(_outputs, 12, name, type, shape);
    }

    /// <summary>The model's bytes.</summary>
    /// <exception cref="InvalidOperationException">The graph has no output.</exception>
    public byte[] ToArray()
    {
        if (_outputs.Written.IsEmpty)
            throw new InvalidOperationException($"The graph '{_name}' has no output.");
        var graph = new ProtobufWriter();
        graph.Raw(_nodes.Written);
        graph.String(2, _name);
        graph.Raw(_initializers.Written);
        graph.Raw(_inputs.Written);
        graph.Raw(_outputs.Written);

        var model = new ProtobufWriter();
        model.Int64(1, _opset <= 18 ? 8 : 9); // the lowest IR version that may hold this opset
        model.String(2, "UniBind.Grid");
        model.Bytes(7, graph.Written);
        model.Message(8, opset =>
        {
            opset.String(1, "");
            opset.Int64(2, _opset);
        });
        return model.Written.ToArray();
    }

    private void WriteNode(string op, OnnxValue[] inputs, OnnxValue[] outputs, OnnxAttribute[] attributes)
    {
        var twice = attributes.GroupBy(a => a.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null)
            throw new ArgumentException($"The node {op} has the attribute '{twice.Key}' twice.", nameof(attributes));
        _nodes.Message(1, node =>
        {
            foreach (var input in inputs)
                node.String(1, input.Name);
            foreach (var output in outputs)
                node.String(2, output.Name);
            node.String(3, "node/" + outputs[0].Name);
            node.String(4, op);
            foreach (var attribute in attributes)
                node.Bytes(5, attribute.Encoded);
        });
    }

    private static void WriteValueInfo(ProtobufWriter writer, int field, string name, TensorElementType type, OnnxDimension[] shape) =>
        writer.Message(field, info =>
        {
            info.String(1, name);
            info.Message(2, typeProto => typeProto.Message(1, tensor =>
            {
                tensor.Int64(1, (int)type);
                tensor.Message(2, shapeProto =>
                {
                    foreach (var dimension in shape)
                        shapeProto.Message(1, d => WriteDimension(d, dimension));
                });
            }));
        });

    private static void WriteDimension(ProtobufWriter writer, OnnxDimension dimension)
    {
        if (dimension.Symbol is { } symbol)
            writer.String(2, symbol);
        else
            writer.Int64(1, dimension.Size);
    }

    private OnnxValue Define(string name)
    {
        if (!_names.Add(OnnxNames.Check(name)))
            throw new ArgumentException($"The graph '{_name}' has the name '{name}' twice.", nameof(name));
        return new OnnxValue(name);
    }

    private void CheckDefined(OnnxValue value, bool optional)
    {
        if (string.IsNullOrEmpty(value.Name) ? !optional : !_names.Contains(value.Name))
            throw new ArgumentException($"The graph '{_name}' has no value '{value.Name}' at this point.", nameof(value));
    }

    private string NextName(string stem)
    {
        string name;
        do
            name = string.Create(CultureInfo.InvariantCulture, $"{stem}_{_counter++}");
        while (_names.Contains(name));
        return name;
    }
}
