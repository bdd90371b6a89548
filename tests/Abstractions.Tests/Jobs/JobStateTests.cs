namespace UniBind.Grid.Abstractions.Tests.Jobs;

public sealed class JobStateTests
{
    [Theory]
    [InlineData(JobState.Unknown, 0, false)]
    [InlineData(JobState.Running, 2, false)]
    [InlineData(JobState.Paused, 3, false)]
    [InlineData(JobState.Done, 4, true)]
    [InlineData(JobState.Failed, 5, true)]
    [InlineData(JobState.Cancelled, 6, true)]
    public void State_Values_AreStoredSoAndSomeAreTheEnd(JobState state, int stored, bool isTerminal)
    {
        Assert.Equal(stored, (int)state);
        Assert.Equal(isTerminal, state.IsTerminal());
    }
}
