namespace UniBind.Grid.Cli.Tests;

public sealed class PlainProgressViewTests
{
    private readonly StringWriter _output = new();
    private readonly ManualTime _time = new();

    [Fact]
    public void Show_ManyMoments_PrintsOneLineInTwoSeconds()
    {
        using var view = new PlainProgressView(_output, _time);
        for (var tenth = 0; tenth < 50; tenth++)
        {
            view.Show(Running(tenth));
            _time.Advance(0.1);
        }
        Assert.Equal(["0", "20", "40"], Lines().Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]));
    }

    [Fact]
    public void Show_ChangeOfState_IsPrintedAtOnce()
    {
        using var view = new PlainProgressView(_output, _time);
        view.Show(Running(1) with { State = JobState.Paused });
        view.Show(Running(2));
        view.Show(Running(3));
        view.Show(Running(4) with { State = JobState.Done });
        Assert.Equal(["paused", "running", "done"], Lines().Select(l => l.Split(' ')[0]));
    }

    [Fact]
    public void Say_Sentence_IsPrintedAsItIs()
    {
        using (var view = new PlainProgressView(_output))
            view.Say("Stopping: {0}");
        Assert.Equal(["Stopping: {0}"], Lines());
    }

    private string[] Lines() => _output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    private static JobProgress Running(long embedded) => new() { JobId = "j", State = JobState.Running, Listed = 100, ListingComplete = true, Embedded = embedded };
}
