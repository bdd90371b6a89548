namespace UniBind.Grid.Samples.Tests;

public sealed class StableRandomTests
{
    private const int Draws = 200_000;

    [Fact]
    public void NextBits_OfOneKey_AreAlwaysTheSame()
    {
        // Values computed by an implementation of both generators in another language.
        var random = new StableRandom(1, 2, 3);
        ulong[] expected = [0xA95C67789D19AD26UL, 0xFC7F253E7503BF6BUL, 0x5B7F8EBDBD23D643UL, 0x165627145BCB843BUL];
        ulong[] actual = [random.NextBits(), random.NextBits(), random.NextBits(), random.NextBits()];
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Keys_ThatDifferInOnePart_GiveUnrelatedNumbers()
    {
        var seen = new HashSet<ulong>();
        for (ulong seed = 0; seed < 20; seed++)
        {
            for (ulong part = 0; part < 20; part++)
                Assert.True(seen.Add(new StableRandom(seed, part).NextBits()));
        }
    }

    [Fact]
    public void NextDouble_ManyDraws_AreUniform()
    {
        var random = new StableRandom(7);
        var counts = new int[10];
        for (var i = 0; i < Draws; i++)
            counts[(int)(10 * random.NextDouble())]++;
        Assert.All(counts, count => Assert.InRange(count, Draws / 10 - 800, Draws / 10 + 800));
    }

    [Fact]
    public void NextNormal_ManyDraws_HaveMeanZeroAndDeviationOne()
    {
        var random = new StableRandom(7);
        double sum = 0, squares = 0;
        for (var i = 0; i < Draws; i++)
        {
            var value = random.NextNormal();
            Assert.InRange(value, -3.5, 3.5);
            sum += value;
            squares += value * value;
        }

        Assert.Equal(0, sum / Draws, .01);
        Assert.Equal(1, squares / Draws, .01);
    }

    [Fact]
    public void Below_ManyDraws_ReachEveryNumberAndNoOther()
    {
        var random = new StableRandom(7);
        var counts = new int[6];
        for (var i = 0; i < 6_000; i++)
            counts[random.Below(6)]++;
        Assert.All(counts, count => Assert.InRange(count, 880, 1_120));
    }
}
