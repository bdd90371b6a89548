namespace UniBind.Grid.Silo;

/// <summary><c>POST /v1/classify</c>: which classes of a space items belong to, and by which description.</summary>
/// <param name="calls">Takes the items to the grid.</param>
internal sealed class ClassifyEndpoint(OnlineCalls calls)
{
    private const int DefaultTop = 5;

    /// <summary>Answers a request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        string model;
        int top;
        bool partial;
        List<ApiItem> items;
        using (var body = await JsonBody.ReadAsync(context, calls.Options.MaxBodyBytes))
        {
            var root = body.Root;
            model = Members.Text(root, "model") ?? await calls.DefaultModelAsync();
            top = Members.Whole(root, "top", 1, ClassifyRequest.MaxTop) ?? DefaultTop;
            partial = Members.Flag(root, "partial") ?? false;
            items = EmbeddingsCall.ReadItems(root, PartReader.ModalityOf(root, ""), calls.Options);
        }
        var results = await calls.ClassifyAsync(context, model, items, top, partial);
        var answer = new ClassificationList
        {
            Model = results.FirstOrDefault(r => r.Reply is not null).Reply?.Space ?? model,
            Data = [.. results.Select((result, index) => result.Reply is { } reply ? Classification.Of(reply, index) : Classification.Of(result.Error!, index))],
        };
        await ApiJson.WriteAsync(context, answer, ApiJson.Default.ClassificationList);
    }
}
