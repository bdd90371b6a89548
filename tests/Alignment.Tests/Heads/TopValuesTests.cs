using FsCheck;
using FsCheck.Fluent;

namespace UniBind.Grid.Alignment.Tests;

public sealed class TopValuesTests
{
    [Fact]
    public void Keep_AnyValues_LeavesTheGreatestAndOfEqualOnesTheFirst() =>
        Prop.ForAll((from values in Gen.ArrayOf(Gen.Choose(-3, 3)) from top in Gen.Choose(0, 12) select (values, top)).ToArbitrary(), test =>
        {
            var values = test.values.Select(v => (float)v).ToArray();
            var kept = Enumerable.Range(0, values.Length).OrderByDescending(i => values[i]).Take(test.top == 0 ? values.Length : test.top).ToHashSet();
            var expected = values.Select((v, i) => kept.Contains(i) ? v : 0).ToArray();

            TopValues.Keep(values, test.top);

            Assert.Equal(expected, values);
        }).QuickCheckThrowOnFailure();
}
