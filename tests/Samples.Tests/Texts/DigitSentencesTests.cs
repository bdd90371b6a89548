namespace UniBind.Grid.Samples.Tests;

public sealed class DigitSentencesTests
{
    [Fact]
    public void Index_AllTextsOfAllDigits_AreDifferent()
    {
        var seen = new HashSet<string>();
        for (var digit = 0; digit < 10; digit++)
        {
            var sentences = new DigitSentences(1, digit);
            Assert.True(sentences.Count >= SampleOptions.MaxPerClass);
            for (var i = 0; i < sentences.Count; i++)
                Assert.True(seen.Add(sentences[i]), sentences[i]);
        }
    }

    [Fact]
    public void Facts_OfEveryDigit_AreWholeSentences()
    {
        for (var digit = 0; digit < 10; digit++)
        {
            Assert.All(DigitFacts.Of(digit), fact =>
            {
                Assert.True(char.IsUpper(fact[0]), fact);
                Assert.EndsWith(".", fact);
                Assert.DoesNotContain("  ", fact);
            });
        }
    }

    [Fact]
    public void Index_OtherSeed_HasTheSameSentencesInAnotherOrder()
    {
        var one = Enumerable.Range(0, 36).Select(i => new DigitSentences(1, 4)[i]).ToArray();
        var two = Enumerable.Range(0, 36).Select(i => new DigitSentences(2, 4)[i]).ToArray();
        Assert.NotEqual(one, two);
        Assert.Equal(one.Order(), two.Order());
    }

    [Fact]
    public void Captions_OfEight_SayAn()
    {
        var thing = new SampleObject(1, 8, 0);
        Assert.Contains(" an eight ", Captions.Of(thing, Modality.Image, new(1, 8)));
        Assert.StartsWith("An eight ", Captions.Of(thing, Modality.PointCloud, new(1, 8)));
    }
}
