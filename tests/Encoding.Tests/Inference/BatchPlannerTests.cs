using Microsoft.ML.OnnxRuntime.Tensors;
using UniBind.Grid.Media;

namespace UniBind.Grid.Encoding.Tests;

public sealed class BatchPlannerTests
{
    [Theory]
    [InlineData(4, 0, "5:1 5:1 5:1 5:1 5:1", "0+1+2+3 4")] // by rows
    [InlineData(8, 20, "5:1 5:1 5:1 5:1 10:1 10:1 10:1", "0+1+2+3 4+5 6")] // by cost
    [InlineData(8, 20, "2:1 2:1 2:1 10:1 2:1", "0+1+2 3+4")] // a long item makes all rows long
    [InlineData(8, 20, "100:1 1:1", "0 1")] // a row beyond the cost runs alone
    [InlineData(4, 0, "5:10", "0x4 0x4 0x2")] // the rows of one item
    [InlineData(4, 0, "5:3 5:3", "0x3+1 1x2")] // shared between Runs
    [InlineData(4, 0, "5:0 5:2 5:0 5:1", "1x2+3")] // items that failed have no rows
    public void Plan_PaddingAllowed_FillsInOrder(int maxRows, int maxCost, string items, string expected) =>
        Assert.Equal(expected, Plan(maxRows, maxCost, PaddingMode.Allow, items));

    [Fact]
    public void Plan_EqualLengths_GroupsByLengthInOrderOfAppearance() =>
        Assert.Equal("0+2+5 6 1+4 3", Plan(3, 0, PaddingMode.Equal, "7:1 2:1 7:1 9:1 2:1 7:1 7:1"));

    [Fact]
    public void Plan_AnyBatch_HasEveryRowOnceAndKeepsTheLimits()
    {
        var random = new Random(4);
        for (var round = 0; round < 300; round++)
        {
            var limits = new BatchLimits(random.Next(1, 20), random.Next(2) * random.Next(1, 300));
            var mode = random.Next(2) == 0 ? PaddingMode.Allow : PaddingMode.Equal;
            var items = Enumerable.Range(0, random.Next(30)).Select(_ => new ItemLayout(random.Next(6), [random.Next(1, 50)])).ToArray();
            var planner = new BatchPlanner(Contract(), limits, mode);
            var seen = items.Select(i => new int[i.Rows]).ToArray();
            foreach (var run in planner.Plan(items))
            {
                var longest = run.Max(s => items[s.Item].Sizes[0]);
                Assert.True(limits.Allows(run.Sum(s => s.Count), longest));
                if (mode == PaddingMode.Equal)
                    Assert.All(run, s => Assert.Equal(longest, items[s.Item].Sizes[0]));
                foreach (var slice in run)
                {
                    for (var row = 0; row < slice.Count; row++)
                        seen[slice.Item][slice.Row + row]++;
                }
            }

            Assert.All(seen, rows => Assert.All(rows, count => Assert.Equal(1, count)));
        }
    }

    private static string Plan(int maxRows, int maxCost, PaddingMode padding, string items)
    {
        var layouts = items.Split(' ').Select(i => i.Split(':')).Select(i => new ItemLayout(int.Parse(i[1]), [int.Parse(i[0])])).ToArray();
        var runs = new BatchPlanner(Contract(), new BatchLimits(maxRows, maxCost), padding).Plan(layouts);
        return string.Join(' ', runs.Select(r => string.Join('+', r.Select(s => s.Count == 1 ? $"{s.Item}" : $"{s.Item}x{s.Count}"))));
    }

    private static EncoderContract Contract() => new(
        [new InputBinding(new TensorSpec("ids", TensorType.Int64, [-1]), "ids", TensorElementType.Int64, [-1])],
        new ModelTensor("embedding", TensorElementType.Float, [-1, 4]),
        SingleRow: false);
}
