using Spectre.Console;

namespace UniBind.Grid.Cli.Tests;

public sealed class LiveProgressViewTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly StringWriter _screen = new();

    [Fact]
    public async Task Show_LastMoment_StaysOnTheScreen()
    {
        await ViewAsync(Console(), view =>
        {
            view.Show(Progress(JobState.Running, 3));
            view.Show(Progress(JobState.Done, 10));
        });
        var text = _screen.ToString();
        Assert.Contains("job 20261123-142233-7f3a9c", text, StringComparison.Ordinal);
        Assert.Contains("image", text, StringComparison.Ordinal);
        Assert.Contains("10/10", text, StringComparison.Ordinal);
        Assert.Contains("done · 10 of 10 items", text, StringComparison.Ordinal);
        Assert.Contains(new string('━', 24), text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_MoreFinishedThanPlanned_DrawsAFullBar()
    {
        await ViewAsync(Console(), view => view.Show(Progress(JobState.Running, 12)));
        Assert.Contains("12/10", _screen.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_TextThatLooksLikeMarkup_IsDrawnAsItIs()
    {
        await ViewAsync(Console(), view => view.Show(Progress(JobState.Running, 3) with { JobId = "[red]x[/]" }));
        Assert.Contains("job [red]x[/]", _screen.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Say_WhileDrawing_IsOnTheScreen()
    {
        await ViewAsync(Console(), view =>
        {
            view.Show(Progress(JobState.Running, 3));
            view.Say("Stopping: the [shards] at work are finished first.");
        });
        Assert.Contains("Stopping: the [shards] at work are finished first.", _screen.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispose_BeforeTheFirstMoment_EndsAndFreesTheConsole()
    {
        // A live display is alone on its console: the second would fail if the first had not ended.
        var console = Console();
        await ViewAsync(console, _ => { });
        await ViewAsync(console, view => view.Show(Progress(JobState.Done, 10)));
        Assert.Contains("10/10", _screen.ToString(), StringComparison.Ordinal);
    }

    private static Task ViewAsync(IAnsiConsole console, Action<IProgressView> act) => Task.Run(() =>
    {
        using var view = new LiveProgressView(console);
        act(view);
    }, TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);

    private IAnsiConsole Console()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(_screen),
        });
        console.Profile.Width = 120;
        return console;
    }

    private static JobProgress Progress(JobState state, long embedded) => new()
    {
        JobId = "20261123-142233-7f3a9c",
        State = state,
        Listed = 10,
        ListingComplete = true,
        Embedded = embedded,
        Modalities = [new(Modality.Image, 10, embedded, 0, 5)],
    };
}
