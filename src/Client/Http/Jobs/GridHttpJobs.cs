using System.Net;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace UniBind.Grid.Client;

/// <summary>Batch jobs over HTTP; see <see cref="GridHttpClient.Jobs"/>.</summary>
/// <remarks>Thread-safe. Errors are those of <see cref="GridHttpClient"/>; <see cref="GridErrorKind.NotFound"/> where there is no such job.</remarks>
public sealed class GridHttpJobs
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private readonly GridHttpSender _sender;
    private readonly UniBindGridOptions _options;

    internal GridHttpJobs(GridHttpSender sender, UniBindGridOptions options)
    {
        _sender = sender;
        _options = options;
    }

    /// <summary>
    /// Stores and starts a job; returns at once. The id is made here and not by the server: a submission whose answer was lost is repeated with the same id,
    /// and the grid takes a job that it has already, with the same specification, for what it is.
    /// </summary>
    /// <param name="job">What it is to do; paths mean the grid's machines and lie under roots that the grid allows.</param>
    /// <param name="jobId">The job's id, see <see cref="JobIds"/>; null for a new one. Keep it to submit the job again after a crash of the caller.</param>
    /// <param name="cancellationToken">Ends the request; the job may have been started.</param>
    /// <exception cref="GridException">The grid refuses it; the message says why.</exception>
    public async Task<JobProgress> SubmitAsync(JobSpec job, string? jobId = null, CancellationToken cancellationToken = default)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(WireJobBody.Of(jobId ?? JobIds.New(), job), WireJson.Default.WireJobBody);
        return (await _sender.SendAsync(HttpMethod.Post, "v1/jobs", body, WireJson.Default.WireJob, cancellationToken)).ToProgress();
    }

    /// <summary>The job as it is now.</summary>
    public async Task<JobProgress> GetAsync(string jobId, CancellationToken cancellationToken = default) =>
        (await _sender.SendAsync(HttpMethod.Get, PathOf(jobId), null, WireJson.Default.WireJob, cancellationToken)).ToProgress();

    /// <summary>The jobs of the grid, newest first.</summary>
    /// <param name="limit">At most this many, 1 to 10,000.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<IReadOnlyList<JobSummary>> ListAsync(int limit = 100, CancellationToken cancellationToken = default) =>
        [.. (await _sender.SendAsync(HttpMethod.Get, FormattableString.Invariant($"v1/jobs?limit={limit}"), null, WireJson.Default.WireListWireJobLine, cancellationToken)).Data.Select(line => line.ToSummary())];

    /// <summary>Hands out no more work and returns at once; the job is paused when what is at work is committed, see <see cref="WatchAsync"/>.</summary>
    public Task<JobProgress> PauseAsync(string jobId, CancellationToken cancellationToken = default) => SteerAsync(jobId, "pause", true, cancellationToken);

    /// <summary>Goes on with a paused, failed or cancelled job.</summary>
    public Task<JobProgress> ResumeAsync(string jobId, CancellationToken cancellationToken = default) => SteerAsync(jobId, "resume", true, cancellationToken);

    /// <summary>Stops a job; what it committed stays. Not repeated when its answer is lost: a second one would be refused, as the job has ended by then.</summary>
    public Task<JobProgress> CancelAsync(string jobId, CancellationToken cancellationToken = default) => SteerAsync(jobId, "cancel", false, cancellationToken);

    /// <summary>
    /// Progress about twice a second until the job has ended or is paused; the last element says which. A stream that is lost is opened again for
    /// <see cref="UniBindGridOptions.ReconnectPatience"/>.
    /// </summary>
    /// <param name="jobId">The job.</param>
    /// <param name="cancellationToken">Ends the watching, not the job.</param>
    /// <exception cref="GridException">There is no such job, or the stream cannot be opened again.</exception>
    public async IAsyncEnumerable<JobProgress> WatchAsync(string jobId, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var path = PathOf(jobId) + "/events";
        var heard = TimeProvider.System.GetTimestamp();
        var pause = FirstPause;
        while (true)
        {
            TimeSpan? wait = null;
            await using var events = ReadAsync(path, cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (wait is null)
            {
                try
                {
                    if (!await events.MoveNextAsync())
                        yield break;
                }
                catch (Exception e) when (!cancellationToken.IsCancellationRequested && IsLoss(e))
                {
                    wait = (e as GridException)?.RetryAfter ?? pause * (0.5 + Random.Shared.NextDouble());
                    if (TimeProvider.System.GetElapsedTime(heard) + wait.Value > _options.ReconnectPatience)
                        throw GaveUp(jobId, e);
                    continue;
                }
                heard = TimeProvider.System.GetTimestamp();
                pause = FirstPause;
                yield return events.Current;
                if (events.Current.State.IsTerminal() || events.Current.State == JobState.Paused)
                    yield break;
            }
            await Task.Delay(wait.Value, cancellationToken);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    // One connection; its end before the job's is a loss.
    private async IAsyncEnumerable<JobProgress> ReadAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        silence.CancelAfter(_options.EventSilence);
        using var response = await _sender.OpenAsync(path, silence.Token);
        if (response.StatusCode == HttpStatusCode.NoContent)
            yield break;
        await using var stream = await response.Content.ReadAsStreamAsync(silence.Token);
        await foreach (var item in SseParser.Create(stream, static (_, data) => JsonSerializer.Deserialize(data, WireJson.Default.WireJob)).EnumerateAsync(silence.Token))
        {
            if (item.Data is not { } job)
                continue;
            silence.CancelAfter(Timeout.InfiniteTimeSpan);
            yield return job.ToProgress();
            silence.CancelAfter(_options.EventSilence);
        }
        throw new IOException("The stream of events ended before the job.");
    }

    private static bool IsLoss(Exception e) => e is HttpRequestException or IOException or OperationCanceledException or GridException { IsTransient: true };

    private GridException GaveUp(string jobId, Exception e) => e is GridException { Kind: GridErrorKind.Overloaded } full
        ? full
        : new GridException($"The progress of the job '{jobId}' cannot be followed any more, as the grid at {_options.Endpoint} does not answer; the job may go on, so watch it again later.", e) { Kind = GridErrorKind.Unavailable, IsTransient = true };

    private async Task<JobProgress> SteerAsync(string jobId, string verb, bool repeatable, CancellationToken cancellationToken) =>
        (await _sender.SendAsync(HttpMethod.Post, $"{PathOf(jobId)}/{verb}", null, WireJson.Default.WireJob, cancellationToken, repeatable)).ToProgress();

    private static string PathOf(string jobId) => "v1/jobs/" + JobIds.Require(jobId);
}
