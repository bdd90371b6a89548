using System.Buffers.Binary;
using static UniBind.Grid.Corpora.ThriftShape;

namespace UniBind.Grid.Corpora;

/// <summary>
/// Checks a Parquet file's footer against the format's definition (parquet.thrift) before a library parses it: the library trusts types
/// and counts, and a few wrong bytes make it loop or allocate without end.
/// </summary>
internal static class ParquetFooter
{
    private const int MaxFooterBytes = 64 << 20;
    private const int TrailerBytes = 8;

    private static readonly Struct Empty = StructOf();
    private static readonly Struct KeyValue = StructOf((1, Binary), (2, Binary));
    private static readonly Struct TimeUnit = StructOf((1, Empty), (2, Empty), (3, Empty));
    private static readonly Struct Time = StructOf((1, Flag), (2, TimeUnit));

    private static readonly Struct LogicalType = StructOf(
        (1, Empty), (2, Empty), (3, Empty), (4, Empty), (5, StructOf((1, Integer), (2, Integer))), (6, Empty), (7, Time), (8, Time),
        (10, StructOf((1, ThriftShape.Byte), (2, Flag))), (11, Empty), (12, Empty), (13, Empty), (14, Empty), (15, Empty),
        (16, StructOf((1, ThriftShape.Byte))), (17, StructOf((1, Binary))), (18, StructOf((1, Binary), (2, Integer))));

    private static readonly Struct SchemaElement = StructOf(
        (1, Integer), (2, Integer), (3, Integer), (4, Binary), (5, Integer), (6, Integer), (7, Integer), (8, Integer), (9, Integer), (10, LogicalType));

    private static readonly Struct Statistics = StructOf(
        (1, Binary), (2, Binary), (3, Integer), (4, Integer), (5, Binary), (6, Binary), (7, Flag), (8, Flag));

    private static readonly Struct Box = StructOf([.. Enumerable.Range(1, 8).Select(i => (i, ThriftShape.Double))]);

    private static readonly Struct ColumnMetaData = StructOf(
        (1, Integer), (2, ListOf(Integer)), (3, ListOf(Binary)), (4, Integer), (5, Integer), (6, Integer), (7, Integer), (8, ListOf(KeyValue)),
        (9, Integer), (10, Integer), (11, Integer), (12, Statistics), (13, ListOf(StructOf((1, Integer), (2, Integer), (3, Integer)))),
        (14, Integer), (15, Integer), (16, StructOf((1, Integer), (2, ListOf(Integer)), (3, ListOf(Integer)))), (17, StructOf((1, Box), (2, ListOf(Integer)))));

    private static readonly Struct ColumnChunk = StructOf(
        (1, Binary), (2, Integer), (3, ColumnMetaData), (4, Integer), (5, Integer), (6, Integer), (7, Integer), (9, Binary));

    private static readonly Struct RowGroup = StructOf(
        (1, ListOf(ColumnChunk)), (2, Integer), (3, Integer), (4, ListOf(StructOf((1, Integer), (2, Flag), (3, Flag)))), (5, Integer), (6, Integer), (7, Integer));

    private static readonly Struct FileMetaData = StructOf(
        (1, Integer), (2, ListOf(SchemaElement)), (3, Integer), (4, ListOf(RowGroup)), (5, ListOf(KeyValue)), (6, Binary), (7, ListOf(StructOf((1, Empty)))), (9, Binary));

    /// <summary>Reads the footer and checks it; the stream's position is undefined afterwards.</summary>
    /// <exception cref="InvalidDataException">It is no Parquet file, or its footer is damaged.</exception>
    public static void Check(Stream file)
    {
        if (file.Length < TrailerBytes + 4)
            throw new InvalidDataException("it is too short for a Parquet file");
        Span<byte> trailer = stackalloc byte[TrailerBytes];
        file.Position = file.Length - TrailerBytes;
        file.ReadExactly(trailer);
        var length = BinaryPrimitives.ReadInt32LittleEndian(trailer);
        if (!trailer[4..].SequenceEqual("PAR1"u8) || length <= 0 || length > MaxFooterBytes || length > file.Length - TrailerBytes)
            throw new InvalidDataException("it does not end as a Parquet file does");
        var footer = new byte[length];
        file.Position = file.Length - TrailerBytes - length;
        file.ReadExactly(footer);
        new ThriftCheck(footer).Struct(FileMetaData);
    }
}
