using System.Text.Json;
using Parquet;
using Parquet.Schema;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Chaos.Tests;

/// <summary>Output folders as the grid writes them, made without the grid: 40 rows in four parts, two dead letters, one part without rows.</summary>
internal sealed class FakeOutput : IDisposable
{
    public const int Rows = 40;
    private const int RowsPerPart = 10;
    private const int Dimension = 4;
    private static readonly DataField<string> Id = new("id", false);
    private static readonly DataField<string> Modality = new("modality", false);
    private static readonly DataField<string> Class = new("class", true);
    private static readonly DataField<float> Score = new("score", true);
    private static readonly DataField<bool> Truncated = new("truncated", false);
    private static readonly ListField Labels = new("labels", new DataField<string>("element", false));
    private static readonly ListField Embedding = new("embedding", new DataField<float>("element", false));
    private readonly TempFolder _folder = new();

    private FakeOutput()
    {
    }

    public string Listing => _folder.File("listing.txt");

    public string Output => Path.GetDirectoryName(_folder.File("output", "x"))!;

    public string Reference => Path.GetDirectoryName(_folder.File("reference", "x"))!;

    public static async Task<FakeOutput> CreateAsync()
    {
        var fake = new FakeOutput();
        await File.WriteAllLinesAsync(fake.Listing, [.. Enumerable.Range(0, Rows).Select(IdOf), "broken-1", "broken-2"]);
        foreach (var folder in new[] { fake.Output, fake.Reference })
        {
            for (var part = 0; part < Rows / RowsPerPart; part++)
                await WriteAsync(Path.Combine(folder, $"part-00000-{part:D4}.parquet"), [.. Enumerable.Range(part * RowsPerPart, RowsPerPart)]);
            await WriteAsync(Path.Combine(folder, "part-00000-0009.parquet"), []);
            await File.WriteAllLinesAsync(Path.Combine(folder, "errors.jsonl"), [Letter("broken-1"), Letter("broken-2")]);
            await File.WriteAllTextAsync(Path.Combine(folder, "_ledger.json"), Ledger());
            await File.WriteAllTextAsync(Path.Combine(folder, "_SUCCESS"), "");
        }
        return fake;
    }

    public static string IdOf(int row) => row == 7 ? "ün/ï 7.txt" : $"a/{row}.txt";

    public static string Letter(string id, string code = "decode") => JsonSerializer.Serialize(new { id, uri = $"file:///{id}", stage = "decode", code, message = "It is broken." });

    public static string Ledger(int embedded = 40, int duplicate = 0, int dead = 2, int input = 42)
    {
        var terms = new { embedded, reused = 0, carried = 0, duplicate, deadLettered = dead };
        return JsonSerializer.Serialize(new
        {
            input,
            terms.embedded,
            terms.reused,
            terms.carried,
            terms.duplicate,
            terms.deadLettered,
            filtered = new { },
            modalities = new { text = terms },
            deadLetterCodes = new { decode = dead },
            closed = true,
        });
    }

    /// <summary>Writes a part with the rows of these numbers, changed as told.</summary>
    public static async Task WriteAsync(string path, int[] numbers, Action<float[][]>? embeddings = null, Action<float?[]>? scores = null, Action<string?[]>? classes = null, Action<string[][]>? labels = null)
    {
        var vectors = numbers.Select(n => Enumerable.Range(0, Dimension).Select(d => n == 3 && d == 0 ? 0f : n + d / 8f).ToArray()).ToArray();
        var values = numbers.Select(n => n % 3 == 0 ? null : (float?)n).ToArray();
        var names = numbers.Select(n => n % 2 == 0 ? null : $"class {n % 5}").ToArray();
        var lists = numbers.Select(n => Enumerable.Range(0, n % 3).Select(i => $"label {i}").ToArray()).ToArray();
        embeddings?.Invoke(vectors);
        scores?.Invoke(values);
        classes?.Invoke(names);
        labels?.Invoke(lists);
        await using var stream = new FileStream(path, FileMode.Create, FileAccess.ReadWrite);
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(Id, Modality, Labels, Class, Score, Truncated, Embedding), stream);
        if (numbers.Length == 0)
            return;
        using var group = writer.CreateRowGroup();
        await group.WriteAsync(Id, numbers.Select(IdOf).ToArray());
        await group.WriteAsync(Modality, numbers.Select(_ => "text").ToArray());
        await WriteLabelsAsync(group, lists);
        await group.WriteAsync(Class, names!);
        await group.WriteAsync<float>(Score, values.AsMemory());
        await group.WriteAsync<bool>(Truncated, new bool[numbers.Length].AsMemory());
        var element = (DataField)Embedding.Item;
        await group.WriteAllPartsAsync<float>(
            element,
            vectors.SelectMany(v => v).ToArray(),
            Enumerable.Repeat(element.MaxDefinitionLevel, numbers.Length * Dimension).ToArray(),
            Enumerable.Range(0, numbers.Length * Dimension).Select(i => i % Dimension == 0 ? 0 : element.MaxRepetitionLevel).ToArray(),
            default);
        group.CompleteValidate();
    }

    public void Dispose() => _folder.Dispose();

    private static Task WriteLabelsAsync(ParquetRowGroupWriter group, string[][] lists)
    {
        var element = (DataField)Labels.Item;
        List<int> definition = [], repetition = [];
        foreach (var list in lists)
        {
            for (var i = 0; i < Math.Max(1, list.Length); i++)
            {
                definition.Add(list.Length == 0 ? element.MaxDefinitionLevel - 1 : element.MaxDefinitionLevel);
                repetition.Add(i == 0 ? 0 : element.MaxRepetitionLevel);
            }
        }
        return group.WriteAllPartsAsync<ReadOnlyMemory<char>>(element, lists.SelectMany(l => l).Select(l => l.AsMemory()).ToArray(), definition.ToArray(), repetition.ToArray(), default);
    }
}
