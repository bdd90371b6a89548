namespace UniBind.Grid.Client;

/// <summary>Embeddings over HTTP; splits lists into requests.</summary>
internal sealed class HttpEmbeddings(GridHttpSender sender, UniBindGridOptions options) : IEmbeddingBackend
{
    /// <inheritdoc/>
    public Uri? Address => options.Endpoint;

    /// <inheritdoc/>
    public async Task<GridEmbeddings> EmbedAsync(string model, IReadOnlyList<MediaQuery> items, int? dimensions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(items);
        if (items.Count == 0)
            return new GridEmbeddings { Model = model, Items = [] };
        var results = new GridEmbedding[items.Count];
        var requests = Split(items, results);
        var answers = new (string Model, long Tokens)[requests.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.MaxParallelRequests, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, requests.Count, parallel, async (r, token) =>
        {
            var places = requests[r];
            var body = WireItems.WriteEmbeddings(model, [.. places.Select(p => items[p])], dimensions);
            var answer = await sender.SendAsync(HttpMethod.Post, "v1/embeddings", body, WireJson.Default.WireEmbeddingList, token);
            answer.CopyTo(results, places);
            answers[r] = (answer.Model, answer.Usage?.PromptTokens ?? 0);
        });
        RequireOneModel(answers);
        return new GridEmbeddings { Model = answers.Length > 0 ? answers[0].Model : model, Items = results, Tokens = answers.Sum(a => a.Tokens) };
    }

    // Places in the caller's list, a request each; what is too large to travel gets its error here.
    private List<List<int>> Split(IReadOnlyList<MediaQuery> items, GridEmbedding[] results)
    {
        var requests = new List<List<int>>();
        long bytes = 0;
        for (var i = 0; i < items.Count; i++)
        {
            if (ItemLimits.Check(items[i], i) is { } error)
            {
                results[i] = new GridEmbedding(default, error);
                continue;
            }
            var size = items[i].Content.Length;
            if (requests.Count == 0 || requests[^1].Count == options.MaxItemsPerRequest || bytes + size > options.MaxBytesPerRequest)
            {
                requests.Add([]);
                bytes = 0;
            }
            requests[^1].Add(i);
            bytes += size;
        }
        return requests;
    }

    // A version published between two requests of one list: vectors of two versions must not be mixed.
    private static void RequireOneModel((string Model, long Tokens)[] answers)
    {
        if (answers.Select(a => a.Model).Distinct(StringComparer.Ordinal).Take(2).ToArray() is [var first, var second])
            throw new GridException($"A part of the list was embedded in {first} and a part in {second}, as a version was published meanwhile; embed it again, or name a version.") { Kind = GridErrorKind.Conflict, IsTransient = true };
    }
}
