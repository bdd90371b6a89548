using System.Globalization;
using System.Text.Json;
using UniBind.Grid.Client;

namespace UniBind.Grid.Silo;

/// <summary>
/// <c>GET /v1/jobs/{id}/events</c>: a job's progress as server-sent events <c>progress</c>, and <c>end</c> when it has ended or is paused, after which the stream ends.
/// It ends without that when the server stops; clients of server-sent events open it again, elsewhere.
/// A client that comes back with the id of that last event is told 204: nothing more happens.
/// </summary>
/// <param name="client">The way into the grid.</param>
/// <param name="options">The time between heartbeats.</param>
/// <param name="drain">Says when the server stops.</param>
internal sealed class JobEvents(IGridClient client, ApiOptions options, DrainState drain)
{
    private const string EndMark = "end-";

    /// <summary>Answers a request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        var job = await JobEndpoints.FindAsync(client, JobEndpoints.IdOf(context));
        if (context.Request.Headers["Last-Event-ID"].ToString() == EndMark + JobView.NameOf(job.State))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        await context.Response.Body.FlushAsync(context.RequestAborted);
        using var left = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, drain.Closing);
        await using var events = client.WatchAsync(job.JobId, left.Token).GetAsyncEnumerator(left.Token);
        Task<bool>? next = null;
        try
        {
            for (var number = 1; ; number++)
            {
                next = events.MoveNextAsync().AsTask();
                while (await Task.WhenAny(next, Task.Delay(options.Heartbeat, left.Token)) != next)
                    await SendAsync(context, ": still there\n\n"u8.ToArray(), left.Token);
                if (!await next)
                    return;
                await SendAsync(context, Format(events.Current, number), left.Token);
            }
        }
        catch (OperationCanceledException) when (drain.Closing.IsCancellationRequested && !context.RequestAborted.IsCancellationRequested)
        {
            // A stream that ends in good order is opened again at once.
        }
        finally
        {
            // An enumerator may not be disposed while it moves.
            await left.CancelAsync();
            if (next is not null)
                await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static byte[] Format(JobProgress job, int number)
    {
        var isEnd = job.State.IsTerminal() || job.State == JobState.Paused;
        var id = isEnd ? EndMark + JobView.NameOf(job.State) : number.ToString(CultureInfo.InvariantCulture);
        var data = JsonSerializer.Serialize(JobView.Of(job), ApiJson.Default.JobView);
        return System.Text.Encoding.UTF8.GetBytes($"id: {id}\nevent: {(isEnd ? "end" : "progress")}\ndata: {data}\n\n");
    }

    private static async Task SendAsync(HttpContext context, byte[] bytes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await context.Response.Body.WriteAsync(bytes, cancellationToken);
        await context.Response.Body.FlushAsync(cancellationToken);
    }
}
