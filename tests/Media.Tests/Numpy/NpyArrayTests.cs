using System.Runtime.InteropServices;

namespace UniBind.Grid.Media.Tests;

public sealed class NpyArrayTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Parse_EveryVersion_ReadsShapeAndValues(int version)
    {
        float[] values = [1, 2, 3, 4, 5, 6];
        var array = NpyArray.Parse(NpyBytes.Of("'<f4'", "(2, 3)", MemoryMarshal.AsBytes(values.AsSpan()), version: version));

        Assert.Equal([2L, 3L], array.Shape);
        Assert.Equal([2f, 5f], Read<float>(array.Column(1)));
    }

    [Fact]
    public void Column_FortranOrder_ReadsDownTheColumn()
    {
        double[] columns = [1, 2, 10, 20, 100, 200];
        var array = NpyArray.Parse(NpyBytes.Of("'<f8'", "(2, 3)", MemoryMarshal.AsBytes(columns.AsSpan()), fortran: true));

        Assert.Equal([100f, 200f], Read<float>(array.Column(2)));
    }

    [Theory]
    [InlineData("|b1", new byte[] { 1, 0 }, 1, 0)]
    [InlineData("|i1", new byte[] { 0xFF, 2 }, -1, 2)]
    [InlineData("|u1", new byte[] { 0xFF, 2 }, 255, 2)]
    [InlineData(">u2", new byte[] { 1, 2, 0, 3 }, 258, 3)]
    [InlineData("<i2", new byte[] { 0xFE, 0xFF, 3, 0 }, -2, 3)]
    [InlineData(">i4", new byte[] { 0, 0, 1, 0, 255, 255, 255, 255 }, 256, -1)]
    [InlineData("<u4", new byte[] { 0, 1, 0, 0, 5, 0, 0, 0 }, 256, 5)]
    [InlineData(">i8", new byte[] { 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 7 }, 257, 7)]
    [InlineData("<f2", new byte[] { 0, 0x3C, 0, 0xC0 }, 1, -2)]
    [InlineData(">f4", new byte[] { 0x3F, 0x80, 0, 0, 0xC0, 0, 0, 0 }, 1, -2)]
    public void Values_EveryType_IsConverted(string dtype, byte[] data, double first, double second) =>
        Assert.Equal([first, second], Read<double>(NpyArray.Parse(NpyBytes.Of($"'{dtype}'", "(2,)", data)).Values()));

    [Fact]
    public void Field_StructuredRecords_ReadsAcrossPadding()
    {
        // Two records of <u2, three bytes of padding, <i4.
        byte[] data = [1, 0, 9, 9, 9, 10, 0, 0, 0, 2, 0, 9, 9, 9, 20, 0, 0, 0];
        var array = NpyArray.Parse(NpyBytes.Of("[('x', '<u2'), ('', '|V3'), (('title', 't'), '<i4')]", "(2,)", data));

        Assert.Equal(9, array.Header.ItemSize);
        Assert.Equal([1L, 2L], Read<long>(array.Field(array.Header.Fields[0])));
        Assert.Equal("t", array.Header.Fields[2].Name);
        Assert.Equal([10L, 20L], Read<long>(array.Field(array.Header.Fields[2])));
    }

    [Theory]
    [InlineData("'|O'")]
    [InlineData("[('x', '<u2'), ('y', '|O8')]")]
    public void Parse_PythonObjects_AreForbidden(string descr)
    {
        var e = Assert.Throws<ItemException>(() => NpyArray.Parse(NpyBytes.Of(descr, "(1,)", new byte[64])));
        Assert.Equal(ItemErrorCodes.Forbidden, e.Code);
    }

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 3), }")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775807, 9223372036854775807), }")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-1, 3), }")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, }")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'more': 1}")]
    [InlineData("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,)}")]
    [InlineData("{'descr': '<q4', 'fortran_order': False, 'shape': (1,)}")]
    [InlineData("{'descr': '|S0', 'fortran_order': False, 'shape': (99999999999,)}")]
    [InlineData("{'descr': '<f4', 'fortran_order': 0, 'shape': (1,)}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,)} import os")]
    [InlineData("__import__('os').system('true')")]
    [InlineData("")]
    public void Parse_UnsoundHeader_IsCorrupt(string header)
    {
        var e = Assert.Throws<ItemException>(() => NpyArray.Parse(NpyBytes.OfHeader(header, new byte[16])));
        Assert.Equal(ItemErrorCodes.Corrupt, e.Code);
    }

    [Fact]
    public void Parse_CutAnywhere_IsCorrupt()
    {
        var whole = NpyBytes.Matrix([1, 2, 3, 4, 5, 6], 2, 3);
        for (var length = 0; length < whole.Length; length++)
            Assert.Equal(ItemErrorCodes.Corrupt, Assert.Throws<ItemException>(() => NpyArray.Parse(whole[..length])).Code);
    }

    private static T[] Read<T>(NpyColumn column) where T : unmanaged, System.Numerics.INumberBase<T>
    {
        var values = new T[column.Count];
        column.Read(0, values.AsSpan());
        return values;
    }
}
