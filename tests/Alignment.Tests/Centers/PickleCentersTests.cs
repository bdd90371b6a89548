using System.Diagnostics;
using System.IO.Compression;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Alignment.Tests;

public sealed class PickleCentersTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public static TheoryData<string> Forms => ["zip", "legacy", "plain"];

    [Theory]
    [MemberData(nameof(Forms))]
    public void Read_EveryForm_GivesClassesAndNormalisedRows(string form)
    {
        var (cat, dog) = (Unit.Random(3, 8, 1), Unit.Random(5, 8, 2));
        var doubled = new EmbeddingMatrix(dog.Values.ToArray().Select(v => v * 2).ToArray(), 5, 8);

        var centers = PickleCenters.Read(Write(form, ("cat", cat), ("Hündin", doubled)), Modality.Event);

        Assert.Equal(["cat", "Hündin"], centers.Classes);
        Assert.Equal((3, 5), centers.RowsOf(1));
        for (var r = 0; r < 8; r++)
            for (var d = 0; d < 8; d++)
                Assert.Equal(r < 3 ? cat.Row(r)[d] : dog.Row(r - 3)[d], centers.Rows.Row(r)[d], 1e-6f);
        Assert.True(centers.Counts(0, Modality.Event));
        Assert.False(centers.Counts(0, Modality.Image));
        Assert.Equal("Hündin (imported row 2)", centers.TextOf(4));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Read_EventCaltech_HasItsOwnNumberOfRowsInEachClass(string form)
    {
        // The original's event_caltech: 101 classes of about 50 rows, 5,124 in all, which its own loader cannot read.
        var classes = Enumerable.Range(0, 101).Select(c => ($"class {c}", Unit.Random(c < 74 ? 51 : 50, 16, c))).ToArray();
        Assert.Equal(5_124, classes.Sum(c => c.Item2.Rows));

        var centers = PickleCenters.Read(Write(form, classes));

        Assert.Equal(5_124, centers.Rows.Rows);
        var scored = new SpaceScorer(centers, Modality.Event, new ScoreRule()).Score(centers.Rows, top: 1);
        Assert.Equal(Enumerable.Range(0, 101).SelectMany(c => Enumerable.Repeat(c, centers.RowsOf(c).Count)), scored.Select(item => item.Top[0].Class));
    }

    [Fact]
    public void Read_TransposedHalfTensor_FollowsItsStrides()
    {
        var halves = new[] { 1f, 0, 0, 2, 3, 0 }.SelectMany(v => BitConverter.GetBytes((Half)v)).ToArray();
        var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using (var entry = archive.CreateEntry("x/data.pkl", CompressionLevel.NoCompression).Open())
                entry.Write(new PickleWriter().Start().Op('}').Text("c").Tensor(p => p.Storage("HalfStorage", "0", 6, legacy: false), 0, [3, 2], [1, 3]).Op('s').Stop().Bytes);
            using (var entry = archive.CreateEntry("x/data/0", CompressionLevel.NoCompression).Open())
                entry.Write(halves);
        }

        var error = Assert.Throws<AlignmentException>(() => PickleCenters.Read(_folder.Write("half.pkl", stream.ToArray())));

        // Rows (1, 2), (0, 3), (0, 0): the third has no direction.
        Assert.Contains("row 2 of 'c' is not finite, or all zero", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NumpyArray_GivesItsRows()
    {
        var values = new[] { 0f, 1, 1, 0 }.SelectMany(BitConverter.GetBytes).ToArray();
        var pickle = new PickleWriter().Start().Op('}').Text("c")
            .Global("numpy.core.multiarray", "_reconstruct").Global("numpy", "ndarray").Integers([0]).Binary("b"u8.ToArray()).Op(0x87).Op('R')
            .Op('(').Integer(1).Integers([2, 2]).Global("numpy", "dtype").Text("f4").Op(0x89).Op(0x88).Op(0x87).Op('R').Op('(').Integer(3).Text("<").Op('N').Op('t').Op('b')
            .Op(0x89).Binary(values).Op('t').Op('b').Op('s').Stop();

        var centers = PickleCenters.Read(_folder.Write("n.pkl", pickle.Bytes));

        Assert.Equal([0f, 1, 1, 0], centers.Rows.Values.ToArray());
    }

    [Theory]
    [InlineData("os", "system", "'os.system'")]
    [InlineData("builtins", "eval", "'builtins.eval'")]
    [InlineData("torch", "load", "'torch.load'")]
    [InlineData("torch", "LongStorage", "'torch.LongStorage'")]
    [InlineData("numpy", "load", "'numpy.load'")]
    public void Read_OtherName_IsRefusedByName(string module, string name, string expected)
    {
        var marker = Path.Combine(_folder.Path, "executed");
        var pickle = new PickleWriter().Start().Global(module, name).Text($"touch {marker}").Op(0x85).Op('R').Stop();

        var error = Assert.Throws<AlignmentException>(() => PickleCenters.Read(_folder.Write("evil.pkl", pickle.Bytes)));

        Assert.Contains($"uses {expected}, which", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(marker));
    }

    [Theory]
    [InlineData('i')]
    [InlineData('o')]
    [InlineData('\x81')]
    [InlineData('\x82')]
    [InlineData('P')]
    [InlineData('\x8f')]
    [InlineData('\x97')]
    public void Read_InstructionThatMakesObjects_IsRefused(char code)
    {
        var error = Assert.Throws<AlignmentException>(() => PickleCenters.Read(_folder.Write("evil.pkl", new PickleWriter().Start().Op('(').Op('}').Op('}').Op(code).Stop().Bytes)));

        Assert.Contains($"the pickle instruction 0x{(int)code:x2}", error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, byte[], string> BrokenFiles()
    {
        static byte[] One(params int[] numbers) => PickleOf(numbers[0], numbers[1..3], numbers[3..5]);
        static byte[] PickleOf(int offset, int[] size, int[] stride) => new PickleWriter().Start().Op('}').Text("c")
            .Tensor(p => p.Global("torch.storage", "_load_from_bytes").Op('(').Binary(Inner()).Op('t').Op('R'), offset, size, stride).Op('s').Stop().Bytes;
        static byte[] Inner()
        {
            var plain = PickleWriter.Plain([("c", Unit.Random(4, 4, 1))]);
            var start = plain.AsSpan(1).IndexOf([(byte)0x80, (byte)2, (byte)0x8a]) + 1;
            var length = BitConverter.ToInt32(plain, start - 4);
            return plain[start..(start + length)];
        }
        return new TheoryData<string, byte[], string>
        {
            { "reach", One(0, 5, 4, 4, 1), "reaches beyond its storage" },
            { "offset", One(-1, 2, 4, 4, 1), "reaches beyond its storage" },
            { "stride", One(0, 2, 4, int.MaxValue, 1), "reaches beyond its storage" },
            { "expanded", One(0, 90_000, 60_000, 0, 0), "reaches beyond its storage" },
            { "none", One(0, 0, 4, 4, 1), "0 x 4 values" },
            { "empty", [], "ends too early" },
            { "no dictionary", new PickleWriter().Start().Op(']').Stop().Bytes, "no dictionary from classes" },
            { "no class", new PickleWriter().Start().Op('}').Stop().Bytes, "no dictionary from classes" },
            { "no tensor", new PickleWriter().Start().Op('}').Text("c").Op(']').Op('s').Stop().Bytes, "the value of 'c' is no tensor" },
            { "no name", new PickleWriter().Start().Op('}').Integer(5).Op(']').Op('s').Stop().Bytes, "no name of a class" },
            { "two", PickleWriter.Plain([("c", Unit.Random(1, 4, 1)), ("c", Unit.Random(1, 4, 1))]), "Two classes have the name 'c'" },
            { "lengths", PickleWriter.Plain([("c", Unit.Random(1, 4, 1)), ("d", Unit.Random(1, 5, 1))]), "the rows of 'd' have 5 values, and those of 'c' 4" },
            { "nan", PickleWriter.Plain([("c", Unit.Rows([1, float.NaN]))]), "row 0 of 'c' is not finite" },
            { "compressed", PickleWriter.Zip([("c", new EmbeddingMatrix(Enumerable.Repeat(1f, 4096).ToArray(), 64, 64))], CompressionLevel.SmallestSize), "archive is compressed" },
            { "protocol", [0x80, 9, (byte)'.'], "protocol is 9" },
        };
    }

    [Theory]
    [MemberData(nameof(BrokenFiles))]
    public void Read_BrokenFile_SaysWhatAndWhere(string name, byte[] bytes, string expected)
    {
        var path = _folder.Write($"{name}.pkl", bytes);

        var error = Assert.Throws<AlignmentException>(() => PickleCenters.Read(path));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MissingFile_SaysSo() =>
        Assert.Contains("cannot be read", Assert.Throws<AlignmentException>(() => PickleCenters.Read(Path.Combine(_folder.Path, "none.pkl"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_HostileRepetition_EndsSoon()
    {
        var copies = new PickleWriter().Start().Text(new string('a', 1 << 20)).Op((byte)'q', 0);
        for (var i = 0; i < 10_000; i++)
            copies.Op('0').Global("_codecs", "encode").Op((byte)'h', 0).Text("latin1").Op(0x86).Op('R');
        var tower = new PickleWriter().Start();
        for (var i = 0; i < 2_000_000; i++)
            tower.Op('}');
        var clock = Stopwatch.StartNew();

        Assert.Contains("far more than the file's size", Assert.Throws<AlignmentException>(() => PickleCenters.Read(_folder.Write("copies.pkl", copies.Stop().Bytes))).Message, StringComparison.Ordinal);
        Assert.Contains("stack is deeper", Assert.Throws<AlignmentException>(() => PickleCenters.Read(_folder.Write("tower.pkl", tower.Stop().Bytes))).Message, StringComparison.Ordinal);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 60);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Read_DamagedBytes_EitherReadsOrSaysSo(string form)
    {
        var whole = File.ReadAllBytes(Write(form, ("cat", Unit.Random(2, 4, 1)), ("dog", Unit.Random(3, 4, 2))));
        var random = new Random(5);
        var refused = 0;
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < 1_000; i++)
        {
            var bytes = whole.ToArray();
            for (var k = random.Next(1, 5); k > 0; k--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            if (i % 4 == 0)
                bytes = bytes[..random.Next(bytes.Length)];
            try
            {
                PickleCenters.Read(_folder.Write("damaged.pkl", bytes));
            }
            catch (AlignmentException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 100, 1_000);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 300);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Read_PickleOfPython_GivesTheRows(int protocol)
    {
        var python = Tools.Require("python3");
        var path = _folder.File("python.pkl");
        using var process = Process.Start(new ProcessStartInfo(python, [_folder.Write("make.py", PythonCenters.Script), path, $"{protocol}"]) { RedirectStandardError = true })!;
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, errors);

        var centers = PickleCenters.Read(path);

        Assert.Equal(["acorn", "bee"], centers.Classes);
        Assert.Equal([1f, 0, 0, 1, 0, -1], centers.Rows.Values.ToArray());
        Assert.Equal((2, 1), centers.RowsOf(1));
    }

    public void Dispose() => _folder.Dispose();

    private string Write(string form, params (string Class, EmbeddingMatrix Rows)[] classes) => _folder.Write($"{form}.pkl", form switch
    {
        "zip" => PickleWriter.Zip(classes),
        "legacy" => PickleWriter.Legacy(classes),
        _ => PickleWriter.Plain(classes),
    });
}
