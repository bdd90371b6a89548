namespace UniBind.Grid.Encoding.Tests;

/// <summary>Models that the graph writer refuses to write, as protobuf messages.</summary>
internal static class RawModels
{
    /// <summary>A model with one tensor in another file.</summary>
    public static byte[] WithExternalData(string location) => Model(graph => graph.Message(5, tensor =>
    {
        tensor.String(8, "weights");
        tensor.Message(13, entry =>
        {
            entry.String(1, "location");
            entry.String(2, location);
        });
        tensor.Int64(14, 1);
    }));

    /// <summary>A model with one node; <paramref name="function"/> adds a function of that name.</summary>
    public static byte[] WithNode(string domain, string op, bool function = false) => Model(
        graph => graph.Message(1, node => Node(node, domain, op)),
        model =>
        {
            if (!function)
                return;
            model.Message(25, f =>
            {
                f.String(1, op);
                f.Message(7, node => Node(node, "", "Relu"));
                f.String(10, domain);
            });
        });

    /// <summary>A model whose node sits in the sub-graph of another one.</summary>
    public static byte[] WithNestedNode(string domain, string op, int depth) => Model(graph => Nest(graph, domain, op, depth));

    private static void Nest(ProtobufWriter graph, string domain, string op, int depth) => graph.Message(1, node =>
    {
        if (depth == 0)
            Node(node, domain, op);
        else
            node.Message(5, attribute => attribute.Message(6, inner => Nest(inner, domain, op, depth - 1)));
    });

    private static byte[] Model(Action<ProtobufWriter> graph, Action<ProtobufWriter>? more = null)
    {
        var model = new ProtobufWriter();
        model.Int64(1, 8);
        model.Message(7, graph);
        more?.Invoke(model);
        return model.Written.ToArray();
    }

    private static void Node(ProtobufWriter node, string domain, string op)
    {
        node.String(2, "y");
        node.String(4, op);
        node.String(7, domain);
    }
}
