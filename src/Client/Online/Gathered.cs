namespace UniBind.Grid.Client;

/// <summary>The answers of the calls of one request, each item in its place.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class Gathered(int count)
{
    private readonly EmbeddedItem[] _items = new EmbeddedItem[count];
    private readonly Lock _lock = new();
    private TimeSpan _preprocess;
    private TimeSpan _queue;
    private TimeSpan _run;

    /// <summary>Takes an answer.</summary>
    /// <param name="places">The places of its items in the request.</param>
    /// <param name="reply">The answer.</param>
    public void Add(int[] places, EmbedReply reply)
    {
        for (var i = 0; i < places.Length; i++)
            _items[places[i]] = reply.Items[i];
        lock (_lock)
        {
            _preprocess = Longer(_preprocess, reply.Preprocess);
            _queue = Longer(_queue, reply.Queue);
            _run = Longer(_run, reply.Run);
        }
    }

    /// <summary>The whole, when all calls were answered.</summary>
    public OnlineEmbeddings ToEmbeddings(string space) => new(space, _items, _preprocess, _queue, _run);

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
