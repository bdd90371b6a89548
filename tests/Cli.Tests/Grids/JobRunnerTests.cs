namespace UniBind.Grid.Cli.Tests;

public sealed class JobRunnerTests
{
    [Theory]
    [InlineData(JobState.Done, 0, ExitCode.Done)]
    [InlineData(JobState.Done, 1, ExitCode.DeadLetters)]
    [InlineData(JobState.Failed, 0, ExitCode.Failed)]
    [InlineData(JobState.Failed, 1, ExitCode.Failed)]
    [InlineData(JobState.Paused, 0, ExitCode.Failed)]
    [InlineData(JobState.Cancelled, 1, ExitCode.Failed)]
    [InlineData(JobState.Unknown, 0, ExitCode.Failed)]
    public void ExitCodeOf_End_SaysHowItEnded(JobState state, long deadLettered, int expected) =>
        Assert.Equal(expected, JobRunner.ExitCodeOf(new JobProgress { JobId = "j", State = state, DeadLettered = deadLettered }));
}
