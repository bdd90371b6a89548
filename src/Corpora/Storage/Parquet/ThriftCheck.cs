namespace UniBind.Grid.Corpora;

/// <summary>Goes through a value in Thrift's compact protocol without building anything, and refuses what does not have the expected shape.</summary>
/// <remarks>Linear in the bytes: every list element takes at least one, and no count is believed beyond the bytes that are left.</remarks>
internal ref struct ThriftCheck(ReadOnlySpan<byte> bytes)
{
    private const int MaxDepth = 16;
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    /// <exception cref="InvalidDataException">The bytes are not of this shape.</exception>
    public void Struct(ThriftShape.Struct shape, int depth = 0)
    {
        if (depth > MaxDepth)
            throw Broken("is nested too deeply");
        var id = 0;
        while (true)
        {
            var header = Next();
            if (header == 0)
                return;
            var type = (ThriftType)(header & 0x0F);
            id = header >> 4 != 0 ? id + (header >> 4) : (int)ZigZag(Varint());
            if (shape.Fields.TryGetValue(id, out var field))
            {
                if (!field.Allows(type))
                    throw Broken("has a field of a wrong type");
            }
            else if (type is ThriftType.List or ThriftType.Set or ThriftType.Map or ThriftType.Struct or ThriftType.Stop or > ThriftType.Struct)
            {
                throw Broken("has an unknown field");
            }
            if (type is not (ThriftType.True or ThriftType.False))
                Value(type, field, depth);
        }
    }

    private void Value(ThriftType type, ThriftShape? shape, int depth)
    {
        switch (type)
        {
            case ThriftType.True or ThriftType.False or ThriftType.Byte:
                Skip(1);
                break;
            case ThriftType.Int16 or ThriftType.Int32 or ThriftType.Int64:
                Varint();
                break;
            case ThriftType.Double:
                Skip(sizeof(double));
                break;
            case ThriftType.Binary:
                Skip(Varint());
                break;
            case ThriftType.List:
                List(((ThriftShape.Sequence)shape!).Element, depth + 1);
                break;
            case ThriftType.Struct:
                Struct((ThriftShape.Struct)shape!, depth + 1);
                break;
        }
    }

    private void List(ThriftShape element, int depth)
    {
        var header = Next();
        var type = (ThriftType)(header & 0x0F);
        var count = (ulong)(header >> 4);
        if (count == 15)
            count = Varint();
        if (count > (ulong)(_bytes.Length - _at))
            throw Broken("has a list longer than itself");
        if (count > 0 && !element.Allows(type))
            throw Broken("has a list of a wrong type");
        for (var i = 0UL; i < count; i++)
            Value(type, element, depth);
    }

    private byte Next() => _at < _bytes.Length ? _bytes[_at++] : throw Broken("ends early");

    private void Skip(ulong count)
    {
        if (count > (ulong)(_bytes.Length - _at))
            throw Broken("has a value longer than itself");
        _at += (int)count;
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = Next();
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return value;
        }
        throw Broken("has a number of too many bytes");
    }

    private static long ZigZag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    private static InvalidDataException Broken(string what) => new($"its footer {what}");
}
