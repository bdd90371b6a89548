namespace UniBind.Grid.Alignment.Tests;

public sealed class LabelFileTests
{
    [Fact]
    public void Parse_Lines_AreTakenAsTheyAre() =>
        Assert.Equal(["background", "tench, Tinca tinca", "", "goldfish"], LabelFile.Parse(["background", "tench, Tinca tinca", "", "goldfish ", "", ""], "labels.txt"));

    [Fact]
    public void Parse_TableWithDisplayNames_TakesThatColumn() =>
        Assert.Equal(["Speech", "Child speech, kid speaking", "a \"b\""], LabelFile.Parse(
            ["index,mid,display_name", "0,/m/09x0r,Speech", "1,/m/0ytgt,\"Child speech, kid speaking\"", "2,/m/x,\"a \"\"b\"\"\"", ""], "map.csv"));

    [Fact]
    public void Parse_ShortLine_NamesItsNumber()
    {
        var error = Assert.Throws<AlignmentException>(() => LabelFile.Parse(["index,display_name", "0,a", "1"], "map.csv"));
        Assert.Contains("Line 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_Empty_IsRefused() => Assert.Throws<AlignmentException>(() => LabelFile.Parse(["", " "], "labels.txt"));

    [Fact]
    public void Read_Missing_IsRefusedWithASentence() =>
        Assert.Contains("cannot be read", Assert.Throws<AlignmentException>(() => LabelFile.Read("/nowhere/labels.txt")).Message, StringComparison.Ordinal);
}
