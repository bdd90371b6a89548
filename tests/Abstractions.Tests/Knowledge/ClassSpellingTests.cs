namespace UniBind.Grid.Abstractions.Tests;

public sealed class ClassSpellingTests
{
    [Theory]
    [InlineData("Clock tick", "clock_tick")]
    [InlineData("coffee mug", "coffee\u00a0mug")]
    [InlineData("coffeemug", "coffee\u200bmug")]
    [InlineData("K\u00e4se", "Ka\u0308se")]
    [InlineData("\u00c9clair", "e\u0301clair")]
    [InlineData("\u0419\u043e\u0434", "\u0438\u0306\u043e\u0434")]
    [InlineData("\uff23\uff21\uff34", "cat")]
    public void Fold_TwoSpellingsOfOneName_AreOne(string one, string other) => Assert.Equal(ClassSpelling.Fold(one), ClassSpelling.Fold(other));

    [Theory]
    [InlineData("cup", "cups")]
    [InlineData("K\u00e4se", "kase")]
    [InlineData("t-shirt", "tshirt")]
    [InlineData("_", "__")]
    public void Fold_TwoNames_AreTwo(string one, string other) => Assert.NotEqual(ClassSpelling.Fold(one), ClassSpelling.Fold(other));
}
