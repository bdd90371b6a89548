using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace UniBind.Grid.Client;

/// <summary>Online requests of this process, as OpenTelemetry metrics; docs/telemetry.md has the list.</summary>
/// <remarks>Thread-safe.</remarks>
public static class OnlineMetrics
{
    internal const string Embeddings = "embeddings";
    internal const string Classify = "classify";
    private const string Provider = "unibind";

    private static readonly Histogram<double> Duration = GridTelemetry.Meter.CreateHistogram(
        "gen_ai.server.request.duration", "s", "Duration of an online request, from its arrival at the grid to its answer.", advice: GridTelemetry.RequestTimes);

    private static readonly Histogram<long> Tokens = GridTelemetry.Meter.CreateHistogram(
        "gen_ai.client.token.usage", "{token}", "Tokens that the encoders read for an online request of texts.", advice: GridTelemetry.TokenCounts);

    private static readonly Counter<long> Requests = GridTelemetry.Meter.CreateCounter<long>(
        "unibind.online.requests", "{request}", "Online requests by what became of them.");

    private static readonly Counter<long> Items = GridTelemetry.Meter.CreateCounter<long>(
        "unibind.online.items", "{item}", "Items of online requests that were answered.");

    /// <summary>A request was answered or refused.</summary>
    /// <param name="operation">What was asked for.</param>
    /// <param name="model">The space version that answered; null where none did, for what callers write is without bound.</param>
    /// <param name="time">From its arrival to its end.</param>
    /// <param name="outcome"><c>ok</c>, or the kind of error.</param>
    internal static void Answered(string operation, string? model, TimeSpan time, string outcome)
    {
        Requests.Add(1, new(TelemetryTags.Kind, operation), new(TelemetryTags.Outcome, outcome));
        var tags = Describe(operation, model);
        if (outcome != "ok")
            tags.Add("error.type", outcome);
        Duration.Record(time.TotalSeconds, tags);
    }

    /// <summary>The items of an embedding request were answered.</summary>
    internal static void Embedded(string model, IReadOnlyList<MediaQuery> items, IReadOnlyList<EmbeddedItem> results)
    {
        long tokens = 0;
        for (var i = 0; i < results.Count; i++)
        {
            tokens += results[i].Tokens;
            var tags = new TagList { { TelemetryTags.Modality, items[i].Modality.Name() }, { TelemetryTags.Outcome, results[i].Code is null ? "embedded" : "failed" } };
            if (results[i].Code is { } code)
                tags.Add(TelemetryTags.Code, code);
            Items.Add(1, tags);
        }
        if (tokens == 0)
            return;
        var usage = Describe(Embeddings, model);
        usage.Add("gen_ai.token.type", "input");
        Tokens.Record(tokens, usage);
    }

    /// <summary>The name of an error's kind.</summary>
    internal static string NameOf(Exception error) => error switch
    {
        GridException { Kind: GridErrorKind.Overloaded } => "overloaded",
        GridException { Kind: GridErrorKind.DeadlineExceeded } => "deadline_exceeded",
        GridException { Kind: GridErrorKind.Unavailable } => "unavailable",
        GridException { Kind: GridErrorKind.NotFound } => "not_found",
        GridException { Kind: GridErrorKind.TooLarge } => "too_large",
        GridException { Kind: GridErrorKind.Conflict } => "conflict",
        GridException => "refused",
        OperationCanceledException => "cancelled",
        _ => "internal",
    };

    private static TagList Describe(string operation, string? model)
    {
        var tags = new TagList { { "gen_ai.operation.name", operation }, { "gen_ai.provider.name", Provider } };
        if (model is not null)
        {
            tags.Add("gen_ai.request.model", model);
            tags.Add("gen_ai.response.model", model);
        }
        return tags;
    }
}
