using System.Diagnostics;
using UniBind.Grid.Client;

namespace UniBind.Grid.Silo;

/// <summary>Takes the items of requests to the grid.</summary>
/// <param name="client">The way into the grid.</param>
/// <param name="options">The limits.</param>
/// <param name="defaultModel">The model of requests that name none.</param>
/// <remarks>Thread-safe.</remarks>
internal sealed class OnlineCalls(IGridClient client, ApiOptions options, DefaultModel defaultModel)
{
    private const int MaxModelLength = 200;
    private const int ClassifiedAtATime = 32;

    /// <summary>The limits.</summary>
    public ApiOptions Options => options;

    /// <summary>The model of requests that name none.</summary>
    public ValueTask<string> DefaultModelAsync() => defaultModel.GetAsync();

    /// <summary>Embeds items.</summary>
    /// <param name="context">The request; its end takes the items back.</param>
    /// <param name="model">A space or a pack.</param>
    /// <param name="items">The items.</param>
    /// <param name="partial">True where an item that cannot be embedded leaves the others theirs; otherwise the first such item fails the request.</param>
    /// <exception cref="ApiException">An item cannot be embedded, and the others are not wanted without it.</exception>
    /// <exception cref="GridException">As <see cref="IOnlineClient.EmbedAsync"/>.</exception>
    public async Task<OnlineAnswer> EmbedAsync(HttpContext context, string model, List<ApiItem> items, bool partial)
    {
        var timeout = RequestTimeouts.Of(context, options.MaxTimeout);
        RequireModel(model);
        await UrlInputs.FetchAsync(context, items, options);
        var queries = new List<MediaQuery>(items.Count);
        foreach (var item in items)
        {
            if (item.Query is { } query)
                queries.Add(query);
            else if (!partial)
                throw new ApiException(item.Fault!);
        }
        if (queries.Count == 0)
            return new OnlineAnswer { Model = model, Items = new EmbeddedItem?[items.Count], Errors = [.. items.Select(i => i.Fault)] };
        var reply = await client.Online.EmbedAsync(model, queries, timeout, context.RequestAborted);
        var (embedded, errors) = Merge(items, reply.Items, partial);
        return new OnlineAnswer { Model = reply.Space, Items = embedded, Errors = errors, Preprocess = reply.Preprocess, Queue = reply.Queue, Run = reply.Run };
    }

    /// <summary>Classifies items.</summary>
    /// <param name="context">The request; its end takes the items back.</param>
    /// <param name="space">A published space.</param>
    /// <param name="items">The items.</param>
    /// <param name="top">The number of classes wanted of each.</param>
    /// <param name="partial">As in <see cref="EmbedAsync"/>.</param>
    /// <returns>A reply or an error for each, in their order.</returns>
    public async Task<(ClassifyReply? Reply, ApiError? Error)[]> ClassifyAsync(HttpContext context, string space, List<ApiItem> items, int top, bool partial)
    {
        var timeout = RequestTimeouts.Of(context, options.MaxTimeout);
        RequireModel(space);
        await UrlInputs.FetchAsync(context, items, options);
        if (!partial && items.Find(i => i.Fault is not null) is { Fault: { } fault })
            throw new ApiException(fault);
        var results = new (ClassifyReply? Reply, ApiError? Error)[items.Count];
        var room = new SharedRoom();
        var path = context.Request.Path;
        var start = Stopwatch.GetTimestamp();
        var some = new ParallelOptions { MaxDegreeOfParallelism = ClassifiedAtATime, CancellationToken = context.RequestAborted };
        await Parallel.ForAsync(0, items.Count, some, async (i, cancellationToken) =>
        {
            if (items[i].Query is not { } query)
            {
                results[i] = (null, items[i].Fault);
                return;
            }
            try
            {
                // Those that wait for room do so in the time of the request.
                results[i] = (await room.CallAsync(() => client.Online.ClassifyAsync(space, query, top, timeout - Stopwatch.GetElapsedTime(start), cancellationToken), cancellationToken), null);
            }
            catch (GridException e) when (e.ItemCode is not null || (partial && e.Kind is GridErrorKind.Refused or GridErrorKind.TooLarge))
            {
                var error = e.ItemCode is { } code ? ApiErrors.OfItem(code, e.Message, items[i].Param) : items[i].WithFault(ApiErrors.Of(e, path)!).Fault!;
                results[i] = partial ? (null, error) : throw new ApiException(error);
            }
        });
        return results;
    }

    private static (EmbeddedItem?[] Items, ApiError?[]? Errors) Merge(List<ApiItem> items, IReadOnlyList<EmbeddedItem> replies, bool partial)
    {
        var embedded = new EmbeddedItem?[items.Count];
        ApiError?[]? errors = null;
        var next = 0;
        for (var i = 0; i < embedded.Length; i++)
        {
            var error = items[i].Fault;
            if (error is null)
            {
                var reply = replies[next++];
                error = reply.Vector is null ? ApiErrors.OfItem(reply.Code ?? ItemErrorCodes.Encoder, reply.Message ?? "the encoder gave no embedding.", items[i].Param) : null;
                embedded[i] = error is null ? reply : null;
            }
            if (error is null)
                continue;
            if (!partial)
                throw new ApiException(error);
            (errors ??= new ApiError?[items.Count])[i] = error;
        }
        return (embedded, errors);
    }

    // What cannot be the name of a space is the name of none: clients of OpenAI's API know what to do about a model that is not found.
    private static void RequireModel(string model)
    {
        if (model.Length is 0 or > MaxModelLength || !model.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '@'))
            throw new ApiException(new ApiError(404, "model_not_found", $"There is no model '{(model.Length <= 100 ? model : model[..100] + "…")}'; /v1/models lists those there are.") { Param = "model" });
    }
}
