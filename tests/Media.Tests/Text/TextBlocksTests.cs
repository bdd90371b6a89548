namespace UniBind.Grid.Media.Tests;

public sealed class TextBlocksTests
{
    [Fact]
    public void MoveNext_WordsOfAnyLength_KeepsEveryCharacterAndNeverCutsAWord()
    {
        var random = new Random(5);
        for (var round = 0; round < 50; round++)
        {
            var text = TextProfile.RandomText(random, "abcé字", random.Next(1, 2000), random.Next(1, 60));
            var words = new List<string>();
            foreach (var (block, continues) in Blocks(text))
            {
                Assert.False(continues);
                Assert.InRange(block.Length, 1, TextBlocks.Target);
                words.AddRange(block.Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries));
            }
            Assert.Equal(text.Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries), words);
        }
    }

    [Theory]
    [InlineData("a")]
    [InlineData("𝄞")]
    [InlineData("e\u0301")]
    [InlineData("\u0301")]
    [InlineData("字、")]
    public void MoveNext_HugeWord_CutsAtCharactersAndContinues(string unit)
    {
        var text = string.Concat(Enumerable.Repeat(unit, 20_000));
        var blocks = Blocks(text);
        Assert.Equal(text, string.Concat(blocks.Select(b => b.Text)));
        Assert.Equal([false, .. Enumerable.Repeat(true, blocks.Count - 1)], blocks.Select(b => b.Continues));
        Assert.All(blocks, b => Assert.InRange(b.Text.Length, 1, TextBlocks.Longest));
        if (unit != "\u0301")
            Assert.All(blocks, b => Assert.StartsWith(unit, b.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void MoveNext_WhiteSpaceOnly_HasNoBlock() => Assert.Empty(Blocks(new string(' ', 100_000)));

    [Fact]
    public void MoveNext_HugeGap_IsSkipped() =>
        Assert.Equal([("a", false), ("b", false)], Blocks("a" + new string('\n', 100_000) + "b"));

    private static List<(string Text, bool Continues)> Blocks(string text)
    {
        var blocks = new List<(string, bool)>();
        var walk = new TextBlocks(text);
        while (walk.MoveNext())
            blocks.Add((walk.Current.ToString(), walk.Continues));
        return blocks;
    }
}
