namespace UniBind.Grid.Encoding.Tests;

/// <summary>A model that copies values [n,width] and goes round as often as their largest value says: for ever, for one item that is large enough.</summary>
internal static class LoopModel
{
    /// <summary>A value for which a Run does not end by itself.</summary>
    public const float ForEver = 1e15f;

    private const int Float = 1, Int64 = 7, Bool = 9;

    public static byte[] Build(int width)
    {
        var graph = new ProtobufWriter();
        Node(graph, "ReduceMax", ["values"], "largest", a => Number(a, "keepdims", 0));
        Node(graph, "Cast", ["largest"], "turns", a => Number(a, "to", Int64));
        Node(graph, "Loop", ["turns", "", "values"], "embedding", a =>
        {
            a.String(1, "body");
            a.Int64(20, 5);
            a.Message(6, body =>
            {
                Node(body, "Identity", ["go"], "goes");
                Node(body, "Abs", ["before"], "after");
                body.String(2, "body");
                Value(body, 11, "turn", Int64);
                Value(body, 11, "go", Bool);
                Value(body, 11, "before", Float, width);
                Value(body, 12, "goes", Bool);
                Value(body, 12, "after", Float, width);
            });
        });
        graph.String(2, "loop");
        Value(graph, 11, "values", Float, width);
        Value(graph, 12, "embedding", Float, width);
        var model = new ProtobufWriter();
        model.Int64(1, 8);
        model.Bytes(7, graph.Written);
        model.Message(8, opset => opset.Int64(2, 18));
        return model.Written.ToArray();
    }

    private static void Node(ProtobufWriter graph, string op, string[] inputs, string output, Action<ProtobufWriter>? attribute = null) => graph.Message(1, node =>
    {
        foreach (var input in inputs)
            node.String(1, input);
        node.String(2, output);
        node.String(4, op);
        if (attribute is not null)
            node.Message(5, attribute);
    });

    private static void Number(ProtobufWriter attribute, string name, long value)
    {
        attribute.String(1, name);
        attribute.Int64(3, value);
        attribute.Int64(20, 2);
    }

    private static void Value(ProtobufWriter graph, int field, string name, int type, int width = 0) => graph.Message(field, value =>
    {
        value.String(1, name);
        value.Message(2, t => t.Message(1, tensor =>
        {
            tensor.Int64(1, type);
            tensor.Message(2, shape =>
            {
                if (width == 0)
                    return;
                shape.Message(1, d => d.String(2, "n"));
                shape.Message(1, d => d.Int64(1, width));
            });
        }));
    });
}
