namespace UniBind.Grid.Cli;

/// <summary>One line every two seconds, and one at each change of state, for logs and pipes.</summary>
/// <param name="output">Where the lines go.</param>
/// <param name="time">The clock; the system's by default.</param>
internal sealed class PlainProgressView(TextWriter output, TimeProvider? time = null) : IProgressView
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private long? _last;
    private JobState _state;

    /// <inheritdoc/>
    public void Show(JobProgress progress)
    {
        if (_last is { } last && progress.State == _state && _time.GetElapsedTime(last) < Interval)
            return;
        _last = _time.GetTimestamp();
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
