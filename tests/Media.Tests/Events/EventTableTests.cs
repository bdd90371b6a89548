using System.Runtime.InteropServices;
using System.Text;

namespace UniBind.Grid.Media.Tests;

public sealed class EventTableTests
{
    private static readonly (int, int, bool, long)[] Three = [(3, 5, true, 100), (12, 7, false, 250), (0, 1, true, 9_000)];

    [Theory]
    [InlineData("x,y,t,p\n3,5,100,1\n12,7,250,0\n0,1,9000,1\n")]
    [InlineData("3,5,100,1\n12,7,250,-1\n0,1,9000,1")]
    [InlineData("100,3,5,1\n250,12,7,0\n9000,0,1,1\n")]
    [InlineData("timestamp;polarity;x;y\r\n100;1;3;5\r\n250;0;12;7\r\n9000;1;0;1\r\n")]
    [InlineData("# dv-processing export\nTimestamp [us], X, Y, Polarity\n100, 3, 5, True\n250, 12, 7, False\n9000, 0, 1, true\n")]
    [InlineData("t y x p\n1.00e-4 5 3 1\n0.00025 7 12 0\n0.009 1 0 1\n")]
    [InlineData("0.000100 3 5 1\n0.000250 12 7 0\n0.009000 0 1 1\n")]
    [InlineData("frame,x,y,t_ms,p\na,3,5,0.1,1\nb,12,7,0.25,0\nc,0,1,9,1\n")]
    [InlineData("\uFEFF\"x\",\"y\",\"time_ns\",\"pol\"\n3,5,100000,on\n12,7,250000,off\n0,1,9000000,on\n")]
    public void Decode_Csv_GivesTheEvents(string text)
    {
        var recording = Recordings.Decode(text, MediaFormat.EventCsv);
        Assert.Equal(Three, Recordings.Events(recording));
        Assert.Equal((13, 8), (recording.Width, recording.Height));
    }

    [Theory]
    [InlineData("", ItemErrorCodes.Empty)]
    [InlineData("# nothing\n", ItemErrorCodes.Empty)]
    [InlineData("x,y,t,p\n", ItemErrorCodes.Empty)]
    [InlineData("x,y,t\n1,2,3\n", ItemErrorCodes.Unsupported)]
    [InlineData("x,y,t,p,ts\n1,2,3,1,4\n", ItemErrorCodes.Unsupported)]
    [InlineData("1,2,3,1,5\n", ItemErrorCodes.Unsupported)]
    [InlineData("1,2,3\n", ItemErrorCodes.Corrupt)]
    [InlineData("x,y,t,p\n1,2,3,1\n1,2,oops,1\n", ItemErrorCodes.Corrupt)]
    [InlineData("x,y,t,p\n-1,2,3,1\n", ItemErrorCodes.Corrupt)]
    [InlineData("x,y,t,p\n99999,2,3,1\n", ItemErrorCodes.Corrupt)]
    [InlineData("x,y,t,p\n1,2,1e30,1\n", ItemErrorCodes.Corrupt)]
    [InlineData("x,y,t,p\n1,2,nan,1\n", ItemErrorCodes.NotFinite)]
    [InlineData("x,y,t,p\ninf,2,3,1\n", ItemErrorCodes.NotFinite)]
    public void Decode_UnsoundCsv_IsRefused(string text, string code) =>
        Assert.Equal(code, Recordings.FailureOf(Encoding.UTF8.GetBytes(text), MediaFormat.EventCsv));

    [Fact]
    public void Guess_TimesInBothPlaces_AreToldApart()
    {
        Assert.Equal(0, EventLayout.Guess([0.5, 1, 2], [9, 9, 9]).Time);
        Assert.Equal(2, EventLayout.Guess([5, 1, 2], [70_000, 0, 1]).Time);
        Assert.Equal(0, EventLayout.Guess([1, 2, 2], [9, 3, 9]).Time);
        Assert.Equal(2, EventLayout.Guess([1, 2, 2], [3, 3, 9]).Time);
    }

    [Fact]
    public void Decode_StructuredNpy_GivesTheEvents()
    {
        var data = new MemoryStream();
        foreach (var (x, y, positive, time) in Three)
        {
            data.Write(BitConverter.GetBytes((ushort)x));
            data.Write(BitConverter.GetBytes((ushort)y));
            data.Write(BitConverter.GetBytes(time));
            data.WriteByte(positive ? (byte)1 : (byte)0);
        }
        var npy = NpyBytes.Of("[('x', '<u2'), ('y', '<u2'), ('t', '<i8'), ('p', '?')]", "(3,)", data.ToArray());

        Assert.Equal(Three, Recordings.Events(Recordings.Decode(npy, MediaFormat.Npy)));
        Assert.Equal(Three, Recordings.Events(Recordings.Decode(NpyBytes.Zip(("event_data", npy), ("label", NpyBytes.Vector<long>("<i8", 3))), MediaFormat.Npz)));
        Assert.Equal(Three, Recordings.Events(Recordings.Decode(NpyBytes.Zip(("whatever", npy)), MediaFormat.Npz)));
    }

    [Fact]
    public void Decode_MatrixNpy_GivesTheEventsInEitherOrder()
    {
        double[] seconds = [0.0001, 3, 5, 1, 0.00025, 12, 7, 0, 0.009, 0, 1, 1];
        long[] micros = [3, 5, 100, 1, 12, 7, 250, -1, 0, 1, 9_000, 1];
        long[] columns = [3, 12, 0, 5, 7, 1, 100, 250, 9_000, 1, 0, 1];

        Assert.Equal(Three, Recordings.Events(Recordings.Decode(NpyBytes.Of("'<f8'", "(3, 4)", MemoryMarshal.AsBytes(seconds.AsSpan())), MediaFormat.Npy)));
        Assert.Equal(Three, Recordings.Events(Recordings.Decode(NpyBytes.Of("'<i8'", "(3, 4)", MemoryMarshal.AsBytes(micros.AsSpan())), MediaFormat.Npy)));
        Assert.Equal(Three, Recordings.Events(Recordings.Decode(NpyBytes.Of("'<i8'", "(3, 4)", MemoryMarshal.AsBytes(columns.AsSpan()), fortran: true), MediaFormat.Npy)));
    }

    [Fact]
    public void Decode_NpzOfColumns_GivesTheEvents()
    {
        var npz = NpyBytes.Zip(
            ("y", NpyBytes.Vector<ushort>("<u2", 5, 7, 1)), ("x", NpyBytes.Vector<short>("<i2", 3, 12, 0)),
            ("p", NpyBytes.Vector<sbyte>("|i1", 1, -1, 1)), ("ts", NpyBytes.Vector<double>("<f8", 0.0001, 0.00025, 0.009)));
        Assert.Equal(Three, Recordings.Events(Recordings.Decode(npz, MediaFormat.Npz)));
    }

    [Fact]
    public void Decode_UnsoundNumpy_IsRefused()
    {
        var one = NpyBytes.Vector<long>("<i8", 1);
        Assert.Equal(ItemErrorCodes.Corrupt, Recordings.FailureOf(NpyBytes.Zip(("x", one), ("y", one), ("t", one), ("p", NpyBytes.Vector<long>("<i8", 1, 1))), MediaFormat.Npz));
        Assert.Equal(ItemErrorCodes.Unsupported, Recordings.FailureOf(NpyBytes.Zip(("x", one), ("y", one)), MediaFormat.Npz));
        Assert.Equal(ItemErrorCodes.Unsupported, Recordings.FailureOf(NpyBytes.Of("'<i8'", "(1, 5)", new byte[40]), MediaFormat.Npy));
        Assert.Equal(ItemErrorCodes.Empty, Recordings.FailureOf(NpyBytes.Of("'<i8'", "(0, 4)", []), MediaFormat.Npy));
        Assert.Equal(ItemErrorCodes.NotFinite, Recordings.FailureOf(NpyBytes.Of("'<f4'", "(1, 4)", MemoryMarshal.AsBytes<float>([1, 2, float.NaN, 1])), MediaFormat.Npy));
        Assert.Equal(ItemErrorCodes.TooLarge, Recordings.FailureOf(NpyBytes.Of("'<i8'", "(2, 4)", new byte[64]), MediaFormat.Npy, MediaLimits.Default with { MaxEvents = 1 }));
        Assert.Equal(ItemErrorCodes.Forbidden, Recordings.FailureOf(NpyBytes.Of("'|O'", "(1,)", new byte[64]), MediaFormat.Npy));
    }

    [Fact]
    public void Decode_Damaged_GivesARecordingOrAnItemException()
    {
        var column = NpyBytes.Vector<ushort>("<u2", 1, 2, 3);
        Mutations.Survive("x,y,t,p\n1,2,3,1\n4,5,6,0\n"u8.ToArray(), bytes => Recordings.Decode(bytes, MediaFormat.EventCsv));
        Mutations.Survive("1,2,0.5,1\n4,5,0.6,0\n"u8.ToArray(), bytes => Recordings.Decode(bytes, MediaFormat.EventCsv));
        Mutations.Survive(NpyBytes.Of("'<i2'", "(3, 4)", new byte[24]), bytes => Recordings.Decode(bytes, MediaFormat.Npy));
        Mutations.Survive(NpyBytes.Of("[('x', '<u2'), ('y', '<u2'), ('t', '<i8'), ('p', '?')]", "(2,)", new byte[26]), bytes => Recordings.Decode(bytes, MediaFormat.Npy));
        Mutations.Survive(NpyBytes.Zip(("x", column), ("y", column), ("t", column), ("p", column)), bytes => Recordings.Decode(bytes, MediaFormat.Npz));
    }
}
