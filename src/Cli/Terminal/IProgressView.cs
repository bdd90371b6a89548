namespace UniBind.Grid.Cli;

/// <summary>Shows the progress of a job.</summary>
internal interface IProgressView : IDisposable
{
    /// <summary>Shows a moment of the job.</summary>
    void Show(JobProgress progress);

    /// <summary>Says one sentence.</summary>
    void Say(string sentence);
}
