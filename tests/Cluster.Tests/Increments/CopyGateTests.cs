using UniBind.Grid.Grains;

namespace UniBind.Grid.Cluster.Tests;

public sealed class CopyGateTests
{
    [Fact]
    public void Accept_CopiesAmongOthers_WaitForAllShardsOfThePagesUpToTheirs()
    {
        var gate = new CopyGate();
        var first = Page(0, ShardKind.Encode, ShardKind.Carry, ShardKind.Copy);
        var second = Page(1, ShardKind.Copy);

        // The message of the second page may come first.
        Assert.Empty(gate.Accept(second));
        Assert.Equal(["00000-0000", "00000-0001"], gate.Accept(first).Select(s => s.Id));
        Assert.Empty(gate.Finish(0, first.Shards[0]));
        Assert.Equal(["00000-0002", "00001-0000"], gate.Finish(0, first.Shards[1]).Select(s => s.Id));
        Assert.Empty(gate.Finish(0, first.Shards[2]));
        Assert.Empty(gate.Finish(1, second.Shards[0]));
        Assert.Equal(["00002-0000"], gate.Accept(Page(2, ShardKind.Copy)).Select(s => s.Id));
    }

    [Fact]
    public void Finish_PageThatIsNotPlannedYetLiesBetween_HoldsBack()
    {
        var gate = new CopyGate();
        var third = Page(2, ShardKind.Encode, ShardKind.Copy);
        gate.Accept(third);
        gate.Accept(Page(0));
        Assert.Empty(gate.Finish(2, third.Shards[0]));
        Assert.Equal(["00002-0001"], gate.Accept(Page(1)).Select(s => s.Id));
    }

    private static PlannedPage Page(int index, params ShardKind[] kinds) =>
        new(index, [.. kinds.Select((kind, i) => new PlannedShard(Corpora.ShardId.Of(index, i), Modality.Text, 1, 1, kind))], 0, 0);
}
