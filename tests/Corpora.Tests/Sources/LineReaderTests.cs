using System.Text;

namespace UniBind.Grid.Corpora.Tests;

public sealed class LineReaderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1_000_000)]
    public void Read_AnyChunking_GivesLinesWithTheirPlaces(int chunk)
    {
        var random = new Random(3);
        var text = new StringBuilder("\uFEFF");
        for (var i = 0; i < 500; i++)
            text.Append('x', random.Next(300)).Append(i % 3 == 0 ? "\r\n" : "\n");
        text.Append("last");
        var bytes = Encoding.UTF8.GetBytes(text.ToString());

        var reader = new LineReader(new Chunks(bytes, chunk), 400);
        var lines = new List<string>();
        while (reader.Read())
        {
            lines.Add(Encoding.UTF8.GetString(reader.Line.Span));
            Assert.Equal(lines[^1], Encoding.UTF8.GetString(bytes, (int)reader.Offset, reader.Line.Length));
            Assert.Equal(lines.Count, reader.Number);
        }

        Assert.Equal(text.ToString()[1..].Split('\n').Select(l => l.TrimEnd('\r')), lines);
    }

    [Fact]
    public void Read_LongLines_ArePassedOverInBoundedMemory()
    {
        var bytes = Encoding.UTF8.GetBytes($"a\n{new string('x', 1 << 20)}\nb\n{new string('y', 1 << 20)}");

        var reader = new LineReader(new MemoryStream(bytes), 100);
        var seen = new List<(long, bool, int)>();
        while (reader.Read())
            seen.Add((reader.Number, reader.IsTooLong, reader.Line.Length));

        Assert.Equal([(1, false, 1), (2, true, 0), (3, false, 1), (4, true, 0)], seen);
    }

    private sealed class Chunks(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(size, buffer.Length)]);
    }
}
