using System.Globalization;
using System.Text.Json;
using UniBind.Grid.Client;

namespace UniBind.Grid.Silo;

/// <summary><c>/v1/jobs</c>: submits, lists, shows and steers batch jobs.</summary>
/// <param name="client">The way into the grid.</param>
/// <param name="submissions">Makes jobs of what callers submit.</param>
/// <param name="options">The limits.</param>
internal sealed class JobEndpoints(IGridClient client, JobSubmissions submissions, ApiOptions options)
{
    private const int MaxBody = 64 << 10;
    private const int DefaultLimit = 100;
    private const int MaxLimit = 10_000;

    /// <summary>Submits a job.</summary>
    public async Task SubmitAsync(HttpContext context)
    {
        JobBody job;
        using (var body = await JsonBody.ReadAsync(context, Math.Min(MaxBody, options.MaxBodyBytes)))
            job = body.Root.Deserialize(ApiJson.Default.JobBody)!;
        var progress = await submissions.SubmitAsync(job);
        context.Response.Headers.Location = $"/v1/jobs/{progress.JobId}";
        await WriteAsync(context, progress, StatusCodes.Status202Accepted);
    }

    /// <summary>Lists the jobs, newest first.</summary>
    public async Task ListAsync(HttpContext context)
    {
        var asked = context.Request.Query["limit"];
        var limit = DefaultLimit;
        if (asked.Count > 0 && (!int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > MaxLimit))
            throw new ApiException($"'limit' is a number from 1 to {MaxLimit:N0}.", "limit");
        var jobs = await client.ListJobsAsync(limit);
        await ApiJson.WriteAsync(context, new JobList([.. jobs.Select(JobLine.Of)]), ApiJson.Default.JobList);
    }

    /// <summary>Shows a job.</summary>
    public async Task GetAsync(HttpContext context) => await WriteAsync(context, await FindAsync(client, IdOf(context)));

    /// <summary>Pauses a job.</summary>
    public async Task PauseAsync(HttpContext context) => await WriteAsync(context, await client.PauseAsync(IdOf(context)));

    /// <summary>Goes on with a job.</summary>
    public async Task ResumeAsync(HttpContext context) => await WriteAsync(context, await client.ResumeAsync(IdOf(context)));

    /// <summary>Stops a job.</summary>
    public async Task CancelAsync(HttpContext context) => await WriteAsync(context, await client.CancelAsync(IdOf(context)));

    /// <summary>The id of the job that a request is about.</summary>
    /// <exception cref="GridException">It is none.</exception>
    public static string IdOf(HttpContext context) => JobIds.Require((string)context.GetRouteValue("id")!);

    /// <summary>A job as it is now.</summary>
    /// <exception cref="GridException">There is none of the id.</exception>
    public static async Task<JobProgress> FindAsync(IGridClient client, string id)
    {
        var job = await client.GetJobAsync(id);
        return job.State != JobState.Unknown ? job : throw new GridException($"There is no job '{id}'.") { Kind = GridErrorKind.NotFound };
    }

    private static Task WriteAsync(HttpContext context, JobProgress job, int status = StatusCodes.Status200OK) =>
        ApiJson.WriteAsync(context, JobView.Of(job), ApiJson.Default.JobView, status);
}
