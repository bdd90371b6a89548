namespace UniBind.Grid.Corpora.Tests;

public sealed class ItemRowsTests
{
    [Fact]
    public void Of_RowsOfSeveralKinds_GivesEachItemItsOwn()
    {
        // An item whose own id ends like a further row of another one that has no row.
        var rows = new ItemRows(["a", "b#chunk=0", "b#chunk=1", "b#chunk=2", "c#chunk=0"], ["a", "b", "c", "c#chunk=0", "d"]);
        Assert.Equal([0], rows.Of("a"));
        Assert.Equal([1, 2, 3], rows.Of("b"));
        Assert.Empty(rows.Of("c"));
        Assert.Equal([4], rows.Of("c#chunk=0"));
        Assert.Empty(rows.Of("d"));
    }
}
