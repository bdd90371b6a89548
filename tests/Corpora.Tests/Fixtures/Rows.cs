namespace UniBind.Grid.Corpora.Tests;

/// <summary>Output rows with something in every column.</summary>
internal static class Rows
{
    public const string Space = "digits@3";

    public static List<OutputRow> Make(int count, int dimension = 8, int seed = 1, string prefix = "item")
    {
        var random = new Random(seed);
        var rows = new List<OutputRow>();
        for (var i = 0; i < count; i++)
        {
            var embedding = new float[dimension];
            for (var k = 0; k < dimension; k++)
                embedding[k] = (float)(random.NextDouble() - 0.5);
            rows.Add(new OutputRow
            {
                Id = $"{prefix}/{i:D5} ä 日本 🙂.png",
                Uri = $"{prefix}/{i:D5}",
                Modality = Modality.Image,
                Labels = i % 4 == 3 ? [] : [.. Enumerable.Range(0, i % 4).Select(l => $"label {l}")],
                Group = i % 3 == 0 ? null : $"g{i % 5}",
                Split = i % 4 == 0 ? null : i % 4 == 1 ? "train" : "test",
                Class = i % 2 == 0 ? null : "seven",
                Score = i % 2 == 0 ? null : i * 0.25f,
                Space = Space,
                Encoder = "enc",
                Head = "head",
                ContentSha256 = $"{i:x64}",
                Truncated = i % 7 == 0,
                Embedding = embedding,
            });
        }
        return rows;
    }

    public static DeadLetter[] Dead(int count, string prefix = "dead") =>
        [.. Enumerable.Range(0, count).Select(i => new DeadLetter($"{prefix}{i}", $"{prefix}{i}", ItemStage.Decode, ItemErrorCodes.Corrupt, "It ends early."))];

    public static void AssertEqual(IReadOnlyList<OutputRow> expected, IReadOnlyList<OutputRow> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (var i = 0; i < expected.Count; i++)
        {
            Assert.Equal(expected[i].Labels, actual[i].Labels);
            Assert.Equal(expected[i].Embedding, actual[i].Embedding);
            Assert.Equal(expected[i] with { Labels = Empty, Embedding = NoValues, Origin = default }, actual[i] with { Labels = Empty, Embedding = NoValues });
        }
    }

    private static readonly string[] Empty = [];
    private static readonly float[] NoValues = [];
}
