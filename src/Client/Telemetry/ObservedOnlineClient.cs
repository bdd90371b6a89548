using System.Diagnostics;

namespace UniBind.Grid.Client;

/// <summary>Tells metrics and traces of the requests that go through another online client.</summary>
/// <remarks>Thread-safe, as the other one is.</remarks>
internal sealed class ObservedOnlineClient(IOnlineClient inner) : IOnlineClient
{
    /// <inheritdoc/>
    public async Task<OnlineEmbeddings> EmbedAsync(string space, IReadOnlyList<MediaQuery> items, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        var start = Stopwatch.GetTimestamp();
        using var span = Start(OnlineMetrics.Embeddings, space);
        span?.SetTag("unibind.items", items.Count);
        try
        {
            var embedded = await inner.EmbedAsync(space, items, timeout, cancellationToken);
            span?.SetTag("gen_ai.response.model", embedded.Space);
            if (span is not null)
                Describe(span, embedded);
            OnlineMetrics.Embedded(embedded.Space, items, embedded.Items);
            OnlineMetrics.Answered(OnlineMetrics.Embeddings, embedded.Space, Stopwatch.GetElapsedTime(start), "ok");
            return embedded;
        }
        catch (Exception e)
        {
            Fail(span, OnlineMetrics.Embeddings, start, e);
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<ClassifyReply> ClassifyAsync(string space, MediaQuery item, int top = 5, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        var start = Stopwatch.GetTimestamp();
        using var span = Start(OnlineMetrics.Classify, space);
        try
        {
            var reply = await inner.ClassifyAsync(space, item, top, timeout, cancellationToken);
            span?.SetTag("gen_ai.response.model", reply.Space);
            OnlineMetrics.Answered(OnlineMetrics.Classify, reply.Space, Stopwatch.GetElapsedTime(start), "ok");
            return reply;
        }
        catch (Exception e)
        {
            Fail(span, OnlineMetrics.Classify, start, e);
            throw;
        }
    }

    private static Activity? Start(string operation, string space)
    {
        if (!GridTelemetry.Activities.HasListeners())
            return null;
        return GridTelemetry.Activities.StartActivity($"{operation} {space}", ActivityKind.Client)
            ?.SetTag("gen_ai.operation.name", operation).SetTag("gen_ai.provider.name", "unibind").SetTag("gen_ai.request.model", space);
    }

    private static void Describe(Activity span, OnlineEmbeddings embedded)
    {
        var tokens = 0;
        foreach (var item in embedded.Items)
            tokens += item.Tokens;
        span.SetTag("gen_ai.usage.input_tokens", tokens);
        if (embedded.Items.FirstOrDefault(i => i.Vector is not null)?.Vector is { } vector)
            span.SetTag("gen_ai.embeddings.dimension.count", vector.Length / sizeof(float));
        span.SetTag("unibind.preprocess_ms", embedded.Preprocess.TotalMilliseconds).SetTag("unibind.queue_ms", embedded.Queue.TotalMilliseconds).SetTag("unibind.run_ms", embedded.Run.TotalMilliseconds);
    }

    private static void Fail(Activity? span, string operation, long start, Exception error)
    {
        var kind = OnlineMetrics.NameOf(error);
        span?.SetTag("error.type", kind).SetStatus(ActivityStatusCode.Error);
        OnlineMetrics.Answered(operation, null, Stopwatch.GetElapsedTime(start), kind);
    }
}
