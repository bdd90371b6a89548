namespace UniBind.Grid.Encoding;

/// <summary>A named, fixed setting of a node.</summary>
/// <remarks>Immutable: arrays are copied into bytes when the attribute is made.</remarks>
public sealed class OnnxAttribute
{
    // AttributeProto: the field that holds the value and the number of its AttributeType.
    private const int TypeField = 20;
    private readonly byte[] _encoded;

    private OnnxAttribute(string name, int type, Action<ProtobufWriter> value)
    {
        Name = OnnxNames.Check(name);
        var writer = new ProtobufWriter();
        writer.String(1, name);
        value(writer);
        writer.Int64(TypeField, type);
        _encoded = writer.Written.ToArray();
    }

    /// <summary>The attribute's name.</summary>
    public string Name { get; }

    internal ReadOnlySpan<byte> Encoded => _encoded;

    /// <summary>A floating-point attribute.</summary>
    public static OnnxAttribute Float(string name, float value) => new(name, 1, w => w.Float(2, value));

    /// <summary>An integer attribute.</summary>
    public static OnnxAttribute Int(string name, long value) => new(name, 2, w => w.Int64(3, value));

    /// <summary>A text attribute.</summary>
    public static OnnxAttribute String(string name, string value) => new(name, 3, w => w.String(4, value));

    /// <summary>A tensor of floats, row-major.</summary>
    /// <exception cref="ArgumentException">The number of values does not fit the shape.</exception>
    public static OnnxAttribute Tensor(string name, float[] values, params long[] shape) =>
        new(name, 4, w => w.Message(5, t => OnnxTensorProto.Write(t, name, values, shape)));

    /// <summary>A tensor of integers, row-major.</summary>
    /// <exception cref="ArgumentException">The number of values does not fit the shape.</exception>
    public static OnnxAttribute Tensor(string name, long[] values, params long[] shape) =>
        new(name, 4, w => w.Message(5, t => OnnxTensorProto.Write(t, name, values, shape)));

    /// <summary>A list of integers.</summary>
    public static OnnxAttribute Ints(string name, params long[] values) => new(name, 7, w =>
    {
        foreach (var value in values)
            w.Int64(8, value);
    });
}
