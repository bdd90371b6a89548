using UniBind.Grid.Client;

namespace UniBind.Grid.Cli.Tests;

public sealed class JobIdsTests
{
    [Fact]
    public void New_Ids_AreValidSortableAndDistinct()
    {
        var ids = Enumerable.Range(0, 100).Select(_ => JobIds.New()).ToArray();
        Assert.All(ids, id => Assert.Matches(@"\A[0-9]{8}-[0-9]{6}-[0-9a-f]{6}\z", JobIds.Require(id)));
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.Equal(ids.Select(id => id[..15]).Order(StringComparer.Ordinal), ids.Select(id => id[..15]));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("Nightly_2026.11-23")]
    [InlineData("-a")]
    public void Require_Id_IsReturned(string id) => Assert.Equal(id, JobIds.Require(id));

    [Theory]
    [InlineData("")]
    [InlineData(".hidden")]
    [InlineData("..")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("a|b")]
    [InlineData("café")]
    [InlineData("a\n")]
    public void Require_NoId_IsRefused(string id) => Assert.Contains("is no job id", Assert.Throws<GridException>(() => JobIds.Require(id)).Message, StringComparison.Ordinal);

    [Fact]
    public void Require_Length_IsBounded()
    {
        Assert.Equal(64, JobIds.Require(new string('a', 64)).Length);
        Assert.Throws<GridException>(() => JobIds.Require(new string('a', 65)));
    }
}
