namespace UniBind.Grid.Encoding.Tests;

public sealed class ClassicEncoderTests
{
    public static TheoryData<Modality> All => [.. Modalities.All];

    public static TheoryData<Modality> Dense => [.. Modalities.All.Where(m => m != Modality.Text)];

    [Fact]
    public void All_EveryModality_HasOneEncoder() =>
        Assert.Equal(Modalities.All, ClassicEncoder.All.Select(e => e.Modality).Order());

    [Theory]
    [MemberData(nameof(Dense))]
    public void Run_AnyFiniteInput_GivesFiniteVectorsOfTheDeclaredDimension(Modality modality)
    {
        using var session = ClassicSession.Of(modality);
        var length = session.RowLength;
        var dimension = ClassicEncoder.All.Single(e => e.Modality == modality).Dimension;
        float[][] inputs =
        [
            new float[length],
            Filled(length, 1f),
            Filled(length, 0.4670606f), // what the audio profile pads with: a clip without a frame
            Filled(length, float.MaxValue),
            Filled(length, float.MinValue),
            Noise(length, 1, 1f),
            Noise(length, 2, 1e30f),
            [.. Enumerable.Range(0, length).Select(i => i % 2 == 0 ? float.Epsilon : -float.Epsilon)],
        ];

        foreach (var input in inputs)
        {
            var embedding = session.Run(1, input)[0];
            Assert.Equal(dimension, embedding.Length);
            Assert.All(embedding, v => Assert.True(float.IsFinite(v)));
            // Something to normalise, however blank the input.
            Assert.True(embedding.Sum(v => v * v) > 0.01f);
        }
    }

    [Theory]
    [MemberData(nameof(Dense))]
    public void Run_Batch_EqualsEachRowAlone(Modality modality)
    {
        using var session = ClassicSession.Of(modality);
        var length = session.RowLength;
        // Rows of very different size: a sum or a maximum over the batch would show.
        float[][] rows = [Noise(length, 1, 1f), new float[length], Noise(length, 2, 0.01f), Filled(length, 1f), Noise(length, 3, 1e9f)];

        var together = session.Run(5, [.. rows.SelectMany(r => r)]);

        for (var i = 0; i < 5; i++)
        {
            var alone = session.Run(1, rows[i])[0];
            for (var d = 0; d < alone.Length; d++)
                Assert.Equal(alone[d], together[i][d], 1e-6f);
        }
    }

    [Fact]
    public void Run_Text_SumsTheWeightsOfABucketAndTakesTheSignedRoot()
    {
        using var session = ClassicSession.Of(Modality.Text);

        var rows = session.Run(2, [3, 3, 1023, 0, 5, 0, 0, 0], [1.5f, 2.5f, -9f, 0f, 0.25f, 0f, 0f, 0f]);

        Assert.Equal(TextDescriptor.Buckets, rows[0].Length);
        Assert.Equal(2f, rows[0][3], 1e-6f);
        Assert.Equal(-3f, rows[0][1023], 1e-6f);
        Assert.Equal(2, rows[0].Count(v => v != 0));
        Assert.Equal(0.5f, rows[1][5], 1e-6f);
        Assert.Equal(1, rows[1].Count(v => v != 0));
    }

    [Fact]
    public void Run_TextWithHugeWeights_StaysFinite()
    {
        using var session = ClassicSession.Of(Modality.Text);
        var row = session.Run(1, [7, 7, 8], [float.MaxValue, float.MaxValue, float.MinValue])[0];
        Assert.All(row, v => Assert.True(float.IsFinite(v)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Build_Twice_GivesTheSameBytes(Modality modality)
    {
        var encoder = ClassicEncoder.All.Single(e => e.Modality == modality);
        Assert.Equal(encoder.Build(), encoder.Build());
    }

    private static float[] Filled(int length, float value)
    {
        var values = new float[length];
        Array.Fill(values, value);
        return values;
    }

    private static float[] Noise(int length, int seed, float scale)
    {
        var random = new Random(seed);
        var values = new float[length];
        for (var i = 0; i < length; i++)
            values[i] = scale * random.NextSingle();
        return values;
    }
}
