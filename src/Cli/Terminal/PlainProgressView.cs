using System.Diagnostics;

namespace UniBind.Grid.Cli;

/// <summary>One line every two seconds, for logs and pipes.</summary>
internal sealed class PlainProgressView(TextWriter output) : IProgressView
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private long _last;
    private JobState _state;

    /// <inheritdoc/>
    public void Show(JobProgress progress)
    {
        if (_last != 0 && progress.State == _state && Stopwatch.GetElapsedTime(_last) < Interval)
            return;
        _last = Stopwatch.GetTimestamp();
        _state = progress.State;
        output.WriteLine(ProgressText.Line(progress));
    }

    /// <inheritdoc/>
    public void Say(string sentence) => output.WriteLine(sentence);

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
