using System.Runtime.ExceptionServices;

namespace UniBind.Grid.Client;

/// <inheritdoc cref="IOnlineClient"/>
internal sealed class OnlineClient : IOnlineClient, IDisposable
{
    /// <summary>Calls of one request on their way at a time, for each silo: while one is encoded the next is decoded.</summary>
    private const int CallsPerSilo = 2;

    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(1);
    private readonly OnlineTopology _topology;
    private readonly OnlineRouter _router;
    private readonly SpaceHandles _handles;

    public OnlineClient(IGrainFactory grains)
    {
        _topology = new OnlineTopology(grains);
        _router = new OnlineRouter(_topology);
        _handles = new SpaceHandles(grains);
    }

    /// <inheritdoc/>
    public Task<OnlineEmbeddings> EmbedAsync(string space, IReadOnlyList<MediaQuery> items, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        if (items.Count == 0)
            throw new GridException("There is nothing to embed; give at least one item.");
        for (var i = 0; i < items.Count; i++)
            if (items[i].Content.Length > EmbedRequest.MaxBytes)
                throw TooLarge(items[i], i, "embed it as a batch job");
        return WithinAsync(timeout, cancellationToken, deadline => EmbedAsync(space, items, deadline));
    }

    /// <inheritdoc/>
    public Task<ClassifyReply> ClassifyAsync(string space, MediaQuery item, int top = 5, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        WithinAsync(timeout, cancellationToken, async deadline => await ClassifyAsync(await _handles.GetAsync(space, deadline.Token), item, top, deadline));

    /// <summary>Classifies in a space that the caller pinned.</summary>
    public Task<ClassifyReply> ClassifyAsync(SpaceHandle space, MediaQuery item, int top, CancellationToken cancellationToken) =>
        ClassifyAsync(space, item, top, new Deadline(null, cancellationToken));

    /// <inheritdoc/>
    public void Dispose() => _topology.Dispose();

    private async Task<ClassifyReply> ClassifyAsync(SpaceHandle space, MediaQuery item, int top, Deadline deadline)
    {
        if (space.Manifest.Length == 0)
            throw new GridException($"'{space.Id}' is a pack without class centers, so it tells no classes; name a published space.") { Kind = GridErrorKind.Conflict };
        if (item.Content.Length > EmbedRequest.MaxBytes)
            throw TooLarge(item, 0, $"embed it as a batch job in the space '{space.Id}'");
        return await _router.CallAsync(space, item.Modality, 1, (silo, stop) => silo.Door(item.Modality).ClassifyAsync(
            new ClassifyRequest { Manifest = space.Manifest, Name = item.Name, Content = item.Content, Top = top, Timeout = deadline.Left() }, stop), deadline.Token);
    }

    private async Task<OnlineEmbeddings> EmbedAsync(string reference, IReadOnlyList<MediaQuery> items, Deadline deadline)
    {
        var space = await _handles.GetAsync(reference, deadline.Token);
        if (items.Count == 1)
        {
            var reply = await CallAsync(space, items[0].Modality, [new EmbedItem(items[0].Name, items[0].Content)], deadline);
            return new OnlineEmbeddings(space.Id, reply.Items, reply.Preprocess, reply.Queue, reply.Run);
        }
        var silos = (await _topology.GetAsync(deadline.Token)).Length;
        var parts = OnlineParts.Split(items, silos);
        var gathered = new Gathered(items.Count);
        if (parts.Count == 1)
            gathered.Add(parts[0], await CallAsync(space, items, parts[0], deadline));
        else
            await RunAsync(space, items, parts, silos, gathered, deadline);
        return gathered.ToEmbeddings(space.Id);
    }

    /// <summary>The first failure takes the other calls back and is the request's; theirs say no more than that they were taken back.</summary>
    private async Task RunAsync(SpaceHandle space, IReadOnlyList<MediaQuery> items, List<int[]> parts, int silos, Gathered gathered, Deadline deadline)
    {
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token);
        var linked = deadline with { Token = failed.Token };
        var room = new SharedRoom();
        ExceptionDispatchInfo? first = null;
        var calls = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, silos) * CallsPerSilo, CancellationToken = deadline.Token };
        try
        {
            await Parallel.ForEachAsync(parts, calls, async (part, _) =>
            {
                try
                {
                    gathered.Add(part, await room.CallAsync(() => CallAsync(space, items, part, linked), linked.Token));
                }
                catch (Exception e)
                {
                    Interlocked.CompareExchange(ref first, ExceptionDispatchInfo.Capture(e), null);
                    await failed.CancelAsync();
                    throw;
                }
            });
        }
        catch when (first is not null)
        {
            first.Throw();
        }
    }

    private Task<EmbedReply> CallAsync(SpaceHandle space, IReadOnlyList<MediaQuery> items, int[] part, Deadline deadline)
    {
        var embedded = new EmbedItem[part.Length];
        for (var i = 0; i < part.Length; i++)
            embedded[i] = new EmbedItem(items[part[i]].Name, items[part[i]].Content);
        return CallAsync(space, items[part[0]].Modality, embedded, deadline);
    }

    private Task<EmbedReply> CallAsync(SpaceHandle space, Modality modality, EmbedItem[] items, Deadline deadline) => _router.CallAsync(
        space, modality, items.Length,
        async (silo, stop) =>
        {
            var reply = await silo.Door(modality).EmbedAsync(
                new EmbedRequest { Manifest = space.Manifest, Pack = space.Pack, PackSha256 = space.PackSha256, Items = items, Timeout = deadline.Left() }, stop);
            silo.Report(reply.QueueDepth);
            return reply;
        },
        deadline.Token);

    private static async Task<T> WithinAsync<T>(TimeSpan? timeout, CancellationToken caller, Func<Deadline, Task<T>> work)
    {
        if (timeout is not { } limit)
            return await work(new Deadline(null, caller));
        if (limit <= TimeSpan.Zero)
            throw Exceeded();
        limit = limit < LongestTimeout ? limit : LongestTimeout;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(caller);
        stop.CancelAfter(limit);
        try
        {
            return await work(new Deadline(Environment.TickCount64 + (long)limit.TotalMilliseconds, stop.Token));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && !caller.IsCancellationRequested)
        {
            throw Exceeded();
        }
    }

    private static GridException Exceeded() => new("The time of the request was over before it was done; give it more time, or send it again when less work waits.") { Kind = GridErrorKind.DeadlineExceeded };

    private static GridException TooLarge(MediaQuery item, int place, string otherwise) =>
        new($"Item {place}, '{item.Name}', has {item.Content.Length:N0} bytes and a call carries at most {EmbedRequest.MaxBytes:N0}; {otherwise}.") { Kind = GridErrorKind.TooLarge };

    /// <summary>Until when a request is waited for.</summary>
    /// <param name="At">By <see cref="Environment.TickCount64"/>; null for no limit.</param>
    /// <param name="Token">Ends with the caller, or then.</param>
    private readonly record struct Deadline(long? At, CancellationToken Token)
    {
        public TimeSpan? Left() => At is { } at ? TimeSpan.FromMilliseconds(Math.Max(1, at - Environment.TickCount64)) : null;
    }
}
