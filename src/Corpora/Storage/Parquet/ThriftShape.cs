namespace UniBind.Grid.Corpora;

/// <summary>What a Thrift value may be: a number, text, a list, a struct with known fields.</summary>
internal abstract record ThriftShape
{
    public static ThriftShape Integer { get; } = new Scalar(ThriftType.Int16, ThriftType.Int32, ThriftType.Int64);

    public static ThriftShape Byte { get; } = new Scalar(ThriftType.Byte);

    public static ThriftShape Flag { get; } = new Scalar(ThriftType.True, ThriftType.False);

    public static ThriftShape Double { get; } = new Scalar(ThriftType.Double);

    public static ThriftShape Binary { get; } = new Scalar(ThriftType.Binary);

    public static ThriftShape ListOf(ThriftShape element) => new Sequence(element);

    /// <summary>A struct by its fields' numbers.</summary>
    public static Struct StructOf(params (int Id, ThriftShape Shape)[] fields) => new(fields.ToDictionary(f => f.Id, f => f.Shape));

    /// <summary>True when a value of this shape may be written with that type.</summary>
    public abstract bool Allows(ThriftType type);

    public sealed record Scalar(params ThriftType[] Types) : ThriftShape
    {
        public override bool Allows(ThriftType type) => Types.Contains(type);
    }

    public sealed record Sequence(ThriftShape Element) : ThriftShape
    {
        public override bool Allows(ThriftType type) => type == ThriftType.List;
    }

    public sealed record Struct(IReadOnlyDictionary<int, ThriftShape> Fields) : ThriftShape
    {
        public override bool Allows(ThriftType type) => type == ThriftType.Struct;
    }
}
