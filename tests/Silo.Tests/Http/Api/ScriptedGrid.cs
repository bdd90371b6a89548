using UniBind.Grid.Client;

namespace UniBind.Grid.Silo.Tests;

/// <summary>A grid as it is, but for its online side.</summary>
internal sealed class ScriptedGrid(IGridClient real) : IGridClient
{
    public ScriptedOnline Scripted { get; } = new(real.Online);

    public IOnlineClient Online => Scripted;

    public ISearchClient Search => real.Search;

    public IAlignmentClient Alignment => real.Alignment;

    public ISpaceClient Spaces => real.Spaces;

    public Task<JobProgress> SubmitAsync(string jobId, JobSpec spec) => real.SubmitAsync(jobId, spec);

    public IAsyncEnumerable<JobProgress> WatchAsync(string jobId, CancellationToken cancellationToken = default) => real.WatchAsync(jobId, cancellationToken);

    public Task<JobProgress> GetJobAsync(string jobId) => real.GetJobAsync(jobId);

    public Task<IReadOnlyList<JobSummary>> ListJobsAsync(int limit = 1000) => real.ListJobsAsync(limit);

    public Task<JobProgress> PauseAsync(string jobId) => real.PauseAsync(jobId);

    public Task<JobProgress> ResumeAsync(string jobId) => real.ResumeAsync(jobId);

    public Task<JobProgress> RetryDeadLettersAsync(string jobId, string? code = null) => real.RetryDeadLettersAsync(jobId, code);

    public Task<JobProgress> CancelAsync(string jobId) => real.CancelAsync(jobId);

    public Task<JobDeletion> DeleteAsync(string jobId, bool keepOutput = false) => real.DeleteAsync(jobId, keepOutput);

    public Task<IReadOnlyList<WorkerInfo>> DescribeWorkersAsync() => real.DescribeWorkersAsync();
}
