namespace UniBind.Grid.Encoding;

/// <summary>
/// Walks a ModelProto: its main graph's inputs and outputs, the external data of every tensor, and the domains of every node, sub-graphs,
/// functions and training graphs included. Field numbers follow onnx.proto of ONNX 1.14.
/// </summary>
/// <remarks>
/// Domains are judged by the nodes that use them and not by <c>opset_import</c>: exporters and quantisers import ten domains that no node uses.
/// <c>EPContext</c> is counted as foreign although its domain is not: it makes a provider load a compiled engine from another file.
/// </remarks>
internal sealed class OnnxModelScanner(Stream stream)
{
    private const int MaxDepth = 32;
    private const int MaxNames = 65_536;
    private static readonly HashSet<string> KnownDomains = new(StringComparer.Ordinal)
        { "", "ai.onnx", "ai.onnx.ml", "com.microsoft", "com.microsoft.nchwc", "com.ms.internal.nhwc" };

    private readonly ProtobufReader _reader = new(stream);
    private readonly HashSet<string> _initializers = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _external = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _operators = new(StringComparer.Ordinal);
    private readonly HashSet<string> _functions = new(StringComparer.Ordinal);
    private readonly List<ModelTensor> _inputs = [];
    private readonly List<ModelTensor> _outputs = [];

    public OnnxModelFile Scan()
    {
        var hasGraph = false;
        while (_reader.Next(_reader.End, out var field, out var wire))
        {
            switch (field)
            {
                case 7:
                    hasGraph = true;
                    Graph(_reader.Message(wire, _reader.End), depth: 0);
                    break;
                case 20:
                    Training(_reader.Message(wire, _reader.End));
                    break;
                case 25:
                    Function(_reader.Message(wire, _reader.End));
                    break;
                default:
                    _reader.Skip(wire, _reader.End);
                    break;
            }
        }

        if (!hasGraph)
            throw new InvalidDataException("there is no graph in it");
        var foreign = _operators.Where(o => !_functions.Contains(o)).ToArray();
        return new OnnxModelFile(new ModelSignature([.. _inputs.Where(i => !_initializers.Contains(i.Name))], _outputs), _external, foreign);
    }

    private void Graph(long end, int depth)
    {
        if (depth > MaxDepth)
            throw new InvalidDataException($"its graphs are nested more than {MaxDepth} deep");
        while (_reader.Next(end, out var field, out var wire))
        {
            switch (field)
            {
                case 1:
                    Node(_reader.Message(wire, end), depth);
                    break;
                case 5:
                    Tensor(_reader.Message(wire, end), depth == 0);
                    break;
                case 11 when depth == 0:
                    Add(_inputs, ValueInfoReader.Read(_reader, _reader.Message(wire, end)));
                    break;
                case 12 when depth == 0:
                    Add(_outputs, ValueInfoReader.Read(_reader, _reader.Message(wire, end)));
                    break;
                case 15:
                    SparseTensor(_reader.Message(wire, end));
                    break;
                default:
                    _reader.Skip(wire, end);
                    break;
            }
        }
    }

    private void Node(long end, int depth)
    {
        var op = "";
        var domain = "";
        while (_reader.Next(end, out var field, out var wire))
        {
            if (field == 4)
                op = _reader.Text(wire, end);
            else if (field == 7)
                domain = _reader.Text(wire, end);
            else if (field == 5)
                Attribute(_reader.Message(wire, end), depth);
            else
                _reader.Skip(wire, end);
        }

        if (!KnownDomains.Contains(domain) || op == "EPContext")
            Add(_operators, $"{domain}::{op}");
    }

    private void Attribute(long end, int depth)
    {
        while (_reader.Next(end, out var field, out var wire))
        {
            switch (field)
            {
                case 5 or 10:
                    Tensor(_reader.Message(wire, end), remember: false);
                    break;
                case 6 or 11:
                    Graph(_reader.Message(wire, end), depth + 1);
                    break;
                case 22 or 23:
                    SparseTensor(_reader.Message(wire, end));
                    break;
                default:
                    _reader.Skip(wire, end);
                    break;
            }
        }
    }

    private void Tensor(long end, bool remember)
    {
        while (_reader.Next(end, out var field, out var wire))
        {
            if (field == 8 && remember)
                Add(_initializers, _reader.Text(wire, end));
            else if (field == 13)
                ExternalData(_reader.Message(wire, end));
            else
                _reader.Skip(wire, end);
        }
    }

    private void SparseTensor(long end)
    {
        while (_reader.Next(end, out var field, out var wire))
        {
            if (field is 1 or 2)
                Tensor(_reader.Message(wire, end), remember: false);
            else
                _reader.Skip(wire, end);
        }
    }

    private void Training(long end)
    {
        while (_reader.Next(end, out var field, out var wire))
        {
            if (field is 1 or 2)
                Graph(_reader.Message(wire, end), depth: 1);
            else
                _reader.Skip(wire, end);
        }
    }

    private void ExternalData(long end)
    {
        var key = "";
        var value = "";
        while (_reader.Next(end, out var field, out var wire))
        {
            if (field == 1)
                key = _reader.Text(wire, end);
            else if (field == 2)
                value = _reader.Text(wire, end);
            else
                _reader.Skip(wire, end);
        }

        if (key == "location")
            Add(_external, value);
    }

    private void Function(long end)
    {
        var name = "";
        var domain = "";
        while (_reader.Next(end, out var field, out var wire))
        {
            if (field == 1)
                name = _reader.Text(wire, end);
            else if (field == 10)
                domain = _reader.Text(wire, end);
            else if (field == 7)
                Node(_reader.Message(wire, end), depth: 1);
            else
                _reader.Skip(wire, end);
        }

        Add(_functions, $"{domain}::{name}");
    }

    private static void Add<T>(ICollection<T> names, T name)
    {
        if (names.Count >= MaxNames)
            throw new InvalidDataException($"it has more than {MaxNames} names of one kind");
        names.Add(name);
    }
}
