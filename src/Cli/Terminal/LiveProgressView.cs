using Spectre.Console;
using Spectre.Console.Rendering;

namespace UniBind.Grid.Cli;

/// <summary>A table that is drawn again in place, for a person at a terminal.</summary>
internal sealed class LiveProgressView : IProgressView
{
    private const int BarWidth = 24;
    private readonly IAnsiConsole _console;
    private readonly CancellationTokenSource _done = new();
    private readonly SemaphoreSlim _changed = new(0);
    private readonly Task _drawing;
    private volatile IRenderable _table = new Text("starting");

    public LiveProgressView(IAnsiConsole console)
    {
        _console = console;
        _drawing = console.Live(_table).AutoClear(false).StartAsync(DrawAsync);
    }

    /// <inheritdoc/>
    public void Show(JobProgress progress)
    {
        _table = Draw(progress);
        _changed.Release();
    }

    /// <inheritdoc/>
    public void Say(string sentence) => _console.WriteLine(sentence);

    /// <inheritdoc/>
    public void Dispose()
    {
        _done.Cancel();
        _drawing.ContinueWith(_ => _done.Dispose(), TaskScheduler.Default).Wait();
        _changed.Dispose();
    }

    private async Task DrawAsync(LiveDisplayContext context)
    {
        while (!_done.IsCancellationRequested)
        {
            context.UpdateTarget(_table);
            await _changed.WaitAsync(_done.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        // What was shown last stays on the screen.
        context.UpdateTarget(_table);
    }

    private static Table Draw(JobProgress progress)
    {
        var table = new Table().Border(TableBorder.Rounded).Title(Markup.Escape($"job {progress.JobId}"));
        table.AddColumns(
            new TableColumn("modality"),
            new TableColumn("").Width(BarWidth),
            new TableColumn("items").RightAligned(),
            new TableColumn("items/s").RightAligned(),
            new TableColumn("dead letters").RightAligned());
        foreach (var m in progress.Modalities)
        {
            table.AddRow(
                m.Modality.Name(),
                Bar(m.Finished, m.Planned),
                FormattableString.Invariant($"{m.Finished:N0}/{m.Planned:N0}"),
                ProgressText.Rate(m.ItemsPerSecond),
                m.DeadLettered > 0 ? FormattableString.Invariant($"[red]{m.DeadLettered:N0}[/]") : "0");
        }
        table.Caption(Markup.Escape(Summary(progress)));
        return table;
    }

    private static string Summary(JobProgress progress)
    {
        var parts = new[]
        {
            progress.State.ToString().ToLowerInvariant(),
            ProgressText.Count(progress),
            progress.ItemsPerSecond > 0 ? ProgressText.Rate(progress.ItemsPerSecond) + " items/s" : null,
            ProgressText.Eta(progress),
        };
        return string.Join(" · ", parts.OfType<string>());
    }

    private static string Bar(long finished, long planned)
    {
        // Work that is adopted may be reported before it is planned.
        var full = planned == 0 ? 0 : (int)(BarWidth * Math.Min(finished, planned) / planned);
        return $"[green]{new string('━', full)}[/][grey]{new string('─', BarWidth - full)}[/]";
    }
}
