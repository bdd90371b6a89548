using System.Formats.Tar;
using Parquet.Serialization;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Corpora.Tests;

/// <summary>Damaged inputs give items, problems or a <see cref="CorpusException"/>; nothing else, and fast.</summary>
public sealed class SourceFuzzTests : IDisposable
{
    private const int Rounds = 200;
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Inputs => ["a.tar", "b.tar", "c.tgz", "manifest.jsonl", "manifest.csv", "manifest.parquet", "notes.jsonl"];

    [Theory]
    [MemberData(nameof(Inputs))]
    public async Task ListAsync_DamagedFile_NeverFailsOtherwise(string name)
    {
        var valid = await ValidAsync(name);
        var random = new Random(20_260_801);
        for (var round = 0; round < Rounds; round++)
        {
            using var folder = new TempFolder();
            var damaged = Damage(valid, random);
            if (Path.GetExtension(name) == ".tar" && round % 2 == 0)
                TarFile.RepairChecksums(damaged);
            var path = folder.Write(name, damaged);
            try
            {
                var source = CorpusSources.Open(path);
                foreach (var listed in await source.ListAllAsync())
                    Read(source, listed);
            }
            catch (CorpusException)
            {
                // One sentence for the whole source.
            }
        }
    }

    private static void Read(ICorpusSource source, ListedItem listed)
    {
        Assert.True(listed.Item is null != listed.Problem is null);
        if (listed.Item is null)
            return;
        try
        {
            using var content = source.Open(listed.Item);
            content.ReadBytes(1 << 20);
        }
        catch (ItemException)
        {
            // One dead letter.
        }
    }

    private static byte[] Damage(byte[] valid, Random random)
    {
        if (random.Next(4) == 0)
            return valid[..random.Next(valid.Length)];
        var damaged = (byte[])valid.Clone();
        for (var flips = random.Next(1, 8); flips > 0; flips--)
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
        return damaged;
    }

    private async Task<byte[]> ValidAsync(string name)
    {
        switch (Path.GetExtension(name))
        {
            case ".tar":
                return TarFile.Pack(name == "a.tar" ? TarEntryFormat.Pax : TarEntryFormat.Gnu, ("a.png", "x"), ($"{new string('n', 200)}.txt", "text"), ("b.json", "{\"labels\":[\"1\"]}"), ("b.png", "y"));
            case ".tgz":
                return TarFile.Gzip(TarFile.Pack(("a.png", "x"), ("b.png", "y")));
            case ".csv":
                return "id,uri,modality,labels,group,text\na,x.png,image,1;2,g,\"one, \"\"two\"\"\"\nb,,,,,text\n"u8.ToArray();
            case ".parquet":
                var rows = Enumerable.Range(0, 50).Select(i => new Row { id = $"i{i}", uri = i % 2 == 0 ? $"{i}.png" : null, text = $"text {i}", labels = [$"{i % 5}"] });
                await ParquetSerializer.SerializeAsync(rows, _folder.File("m.parquet"));
                return await File.ReadAllBytesAsync(_folder.File("m.parquet"), TestContext.Current.CancellationToken);
            default:
                return "{\"id\":\"a\",\"uri\":\"x.png\",\"modality\":\"image\",\"labels\":[\"1\"]}\n{\"id\":\"b\",\"text\":\"ä text\",\"label\":\"2\"}\n{\"text\":\"another\"}\n"u8.ToArray();
        }
    }

#pragma warning disable IDE1006 // The names are those of the columns.
    private sealed class Row
    {
        public string? id { get; set; }

        public string? uri { get; set; }

        public string? text { get; set; }

        public List<string>? labels { get; set; }
    }
#pragma warning restore IDE1006
}
