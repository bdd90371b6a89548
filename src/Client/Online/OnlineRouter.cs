namespace UniBind.Grid.Client;

/// <summary>
/// Sends online calls to encoder silos: to the one with less to do of two drawn at random; to another one when that one is full, or once when it is lost. Embedding is
/// idempotent, so a call to a silo that no longer answers is not waited for.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class OnlineRouter(OnlineTopology topology)
{
    /// <summary>The silos that a call is sent to at most, one after the other.</summary>
    private const int MaxAttempts = 3;

    /// <summary>The silos that may be lost under a call: it may be what they are lost by.</summary>
    private const int MaxLosses = 2;

    /// <summary>Makes a call.</summary>
    /// <param name="space">The space, whose pack the silo must have.</param>
    /// <param name="modality">The modality.</param>
    /// <param name="items">The items of the call.</param>
    /// <param name="call">The call, to a door; its token ends with the wait, and when the silo is given up.</param>
    /// <param name="cancellationToken">Ends the wait, and the call.</param>
    /// <exception cref="GridException">The call was refused, all silos are full, or none is there.</exception>
    public async Task<T> CallAsync<T>(SpaceHandle space, Modality modality, int items, Func<OnlineSilo, CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        var silos = await topology.GetAsync(cancellationToken);
        HashSet<OnlineSilo>? tried = null;
        GridException? full = null;
        Exception? lost = null;
        var losses = 0;
        var isFresh = false;
        for (var attempt = 0; attempt < MaxAttempts;)
        {
            if (Choose(silos, space, modality, tried) is not { } silo)
            {
                if (isFresh || full is not null)
                    break;
                // What is known may be old: a process that was idle polls nothing.
                silos = await topology.RefreshAsync(cancellationToken);
                isFresh = true;
                continue;
            }
            attempt++;
            try
            {
                return await SendAsync(silo, items, call, cancellationToken);
            }
            catch (GridException e) when (e.Kind == GridErrorKind.Overloaded)
            {
                full = full is null || e.RetryAfter < full.RetryAfter ? e : full;
            }
            catch (Exception e) when (SiloFaults.IsOfSilo(e) && !cancellationToken.IsCancellationRequested)
            {
                silo.Fail();
                lost = e;
                if (++losses == MaxLosses)
                    break;
            }
            (tried ??= []).Add(silo);
        }
        throw full ?? lost as GridException ?? (lost is null ? None(silos, space, modality) : SiloFaults.Unavailable("No encoder silo answered", lost));
    }

    private static async Task<T> SendAsync<T>(OnlineSilo silo, int items, Func<OnlineSilo, CancellationToken, Task<T>> send, CancellationToken cancellationToken)
    {
        using var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        silo.Send(items);
        try
        {
            var call = send(silo, attempt.Token);
            if (!call.IsCompleted)
            {
                call = call.WaitAsync(cancellationToken);
                if (await Task.WhenAny(call, silo.Lost) != call)
                {
                    call.Ignore();
                    // Should it live after all, it drops what another silo does now.
                    await attempt.CancelAsync();
                    throw new SiloUnavailableException($"The encoder silo '{silo.Info.Name}' no longer answers.");
                }
            }
            return await call;
        }
        finally
        {
            // The caller's token ends the wait before it ends the attempt, whose link would be gone by then: the silo would go on for nobody.
            if (cancellationToken.IsCancellationRequested)
                await attempt.CancelAsync();
            silo.Answered(items);
        }
    }

    /// <summary>One of those in good order; where there is none, one that failed or was missed a moment ago, which is better than nobody.</summary>
    private static OnlineSilo? Choose(OnlineSilo[] silos, SpaceHandle space, Modality modality, HashSet<OnlineSilo>? tried) =>
        Choose(silos, space, modality, tried, suspects: false) ?? Choose(silos, space, modality, tried, suspects: true);

    /// <summary>The less loaded of two drawn at random; after a failure, the least loaded of those that were not tried.</summary>
    private static OnlineSilo? Choose(OnlineSilo[] silos, SpaceHandle space, Modality modality, HashSet<OnlineSilo>? tried, bool suspects)
    {
        OnlineSilo? first = null;
        OnlineSilo? second = null;
        var seen = 0;
        foreach (var silo in silos)
        {
            if (silo.IsSuspect != suspects || tried?.Contains(silo) == true || silo.NotReady is not null || !silo.Has(space.Pack, space.PackSha256, modality))
                continue;
            if (tried is not null)
            {
                first = first is null || silo.Load < first.Load ? silo : first;
                continue;
            }
            // A sample of two without replacement, each pair as likely as any other, in one pass.
            seen++;
            if (seen <= 2)
                (first, second) = (silo, first);
            else if (Random.Shared.Next(seen) is var place and < 2)
                (first, second) = place == 0 ? (silo, second) : (first, silo);
        }
        if (second is null)
            return first;
        var (a, b) = (first!.Load, second.Load);
        return a < b || (a == b && Random.Shared.Next(2) == 0) ? first : second;
    }

    private static GridException None(OnlineSilo[] silos, SpaceHandle space, Modality modality)
    {
        var having = Array.FindAll(silos, s => Array.Exists(s.Info.Encoders, e => e.Pack == space.Pack && e.PackSha256 == space.PackSha256));
        if (having.Length == 0)
            return SiloFaults.Unavailable($"No encoder silo with the pack '{space.Pack}' of '{space.Id}' answers");
        if (Array.Find(having, s => s.Has(space.Pack, space.PackSha256, modality)) is { } waiting)
            return SiloFaults.Unavailable($"The encoder silo '{waiting.Info.Name}' is not ready ({waiting.NotReady ?? "it was just lost"})");
        var others = having.SelectMany(s => s.Info.Encoders).Where(e => e.Pack == space.Pack).Select(e => e.Modality).Distinct().Order().Select(m => m.Name());
        return new GridException($"The pack '{space.Pack}' of '{space.Id}' has no encoder for {modality.Name()}; it has {string.Join(", ", others)}.") { Kind = GridErrorKind.NotFound };
    }
}
