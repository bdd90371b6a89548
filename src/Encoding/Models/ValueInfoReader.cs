using Microsoft.ML.OnnxRuntime.Tensors;

namespace UniBind.Grid.Encoding;

/// <summary>Reads a ValueInfoProto: name = 1, type = 2 (TypeProto: tensor_type = 1 (elem_type = 1, shape = 2 (dim = 1 (dim_value = 1, dim_param = 2)))).</summary>
internal static class ValueInfoReader
{
    private const int MaxDimensions = 16;

    public static ModelTensor Read(ProtobufReader reader, long end)
    {
        var tensor = new ModelTensor("", TensorElementType.DataTypeMax, null);
        while (reader.Next(end, out var field, out var wire))
        {
            if (field == 1)
                tensor = tensor with { Name = reader.Text(wire, end) };
            else if (field == 2)
                tensor = Type(reader, reader.Message(wire, end), tensor);
            else
                reader.Skip(wire, end);
        }

        return tensor;
    }

    private static ModelTensor Type(ProtobufReader reader, long end, ModelTensor tensor)
    {
        while (reader.Next(end, out var field, out var wire))
        {
            if (field == 1)
                tensor = TensorType(reader, reader.Message(wire, end), tensor);
            else
                reader.Skip(wire, end);
        }

        return tensor;
    }

    private static ModelTensor TensorType(ProtobufReader reader, long end, ModelTensor tensor)
    {
        while (reader.Next(end, out var field, out var wire))
        {
            if (field == 1 && wire == ProtobufReader.Number)
                tensor = tensor with { Type = (TensorElementType)(int)reader.Varint(end) };
            else if (field == 2)
                tensor = tensor with { Shape = Shape(reader, reader.Message(wire, end)) };
            else
                reader.Skip(wire, end);
        }

        return tensor;
    }

    private static List<long> Shape(ProtobufReader reader, long end)
    {
        var shape = new List<long>();
        while (reader.Next(end, out var field, out var wire))
        {
            if (field != 1)
                reader.Skip(wire, end);
            else if (shape.Count == MaxDimensions)
                throw new InvalidDataException($"a tensor in it has more than {MaxDimensions} dimensions");
            else
                shape.Add(Dimension(reader, reader.Message(wire, end)));
        }

        return shape;
    }

    private static long Dimension(ProtobufReader reader, long end)
    {
        long size = -1;
        while (reader.Next(end, out var field, out var wire))
        {
            if (field == 1 && wire == ProtobufReader.Number)
                size = (long)reader.Varint(end);
            else
                reader.Skip(wire, end);
        }

        return size > 0 ? size : -1;
    }
}
