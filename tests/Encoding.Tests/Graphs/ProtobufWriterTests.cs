namespace UniBind.Grid.Encoding.Tests;

/// <summary>Byte by byte against the encoding guide of protocol buffers.</summary>
public sealed class ProtobufWriterTests
{
    [Fact]
    public void Int64_SmallLargeAndNegative_AreVarints()
    {
        Assert.Equal("08-00", Hex(w => w.Int64(1, 0)));
        Assert.Equal("08-96-01", Hex(w => w.Int64(1, 150)));
        Assert.Equal("08-FF-FF-FF-FF-FF-FF-FF-FF-FF-01", Hex(w => w.Int64(1, -1)));
        Assert.Equal("A0-01-07", Hex(w => w.Int64(20, 7)));
    }

    [Fact]
    public void Float_One_IsLittleEndian() => Assert.Equal("15-00-00-80-3F", Hex(w => w.Float(2, 1f)));

    [Fact]
    public void String_AsciiAndBeyond_IsUtf8WithItsLengthInBytes()
    {
        Assert.Equal("12-07-74-65-73-74-69-6E-67", Hex(w => w.String(2, "testing")));
        Assert.Equal("12-02-C3-A4", Hex(w => w.String(2, "ä")));
        Assert.Equal("12-00", Hex(w => w.String(2, "")));
    }

    [Fact]
    public void Message_Nested_IsLengthDelimited() => Assert.Equal("1A-03-08-96-01", Hex(w => w.Message(3, m => m.Int64(1, 150))));

    [Fact]
    public void Bytes_LongerThanOneVarintByte_KeepsItsLength()
    {
        var writer = new ProtobufWriter();
        writer.Bytes(1, new byte[300]);
        Assert.Equal(303, writer.Written.Length);
        Assert.Equal([0x0A, 0xAC, 0x02], writer.Written[..3].ToArray());
    }

    private static string Hex(Action<ProtobufWriter> write)
    {
        var writer = new ProtobufWriter();
        write(writer);
        return BitConverter.ToString(writer.Written.ToArray());
    }
}
