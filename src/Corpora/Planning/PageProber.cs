namespace UniBind.Grid.Corpora;

/// <summary>Opens and probes the items of a page in parallel; what comes out depends on the items alone, not on the order of the work.</summary>
internal sealed class PageProber(ICorpusSource source, Func<CorpusItem, MediaContent, ProbedItem> probe, PlanOptions options, bool hash)
{
    /// <summary>The outcome of one row; neither a probe nor a problem means filtered.</summary>
    public readonly record struct Outcome(ProbedItem? Probed, DeadLetter? Problem)
    {
        /// <summary>The hash of the content, where it was wanted and cheap.</summary>
        public string? Sha256 { get; init; }
    }

    /// <summary>Probes all rows. On threads of its own: contents are read there, and a silo whose pool is held up is taken for dead.</summary>
    public async Task<Outcome[]> ProbeAsync(IReadOnlyList<ListedItem> rows, CancellationToken ct)
    {
        var outcomes = new Outcome[rows.Count];
        var next = -1;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var threads = Enumerable.Range(0, Math.Clamp(options.Parallelism, 1, Math.Max(1, rows.Count)))
            .Select(_ => Task.Factory.StartNew(Loop, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        await Task.WhenAll(threads).ConfigureAwait(false);
        ct.ThrowIfCancellationRequested();
        return outcomes;

        void Loop()
        {
            try
            {
                for (var i = Interlocked.Increment(ref next); i < outcomes.Length && !stop.IsCancellationRequested; i = Interlocked.Increment(ref next))
                    outcomes[i] = Probe(rows[i]);
            }
            catch
            {
                // One failure ends the page; the other threads need not go on.
                stop.Cancel();
                throw;
            }
        }
    }

    private Outcome Probe(ListedItem row)
    {
        if (row.Item is not { } item)
            return new(null, row.Problem);
        if (item.Modality is { } declared && IsFiltered(declared))
            return default;
        if (row.IsCarried)
            return new(new ProbedItem(item.Modality ?? throw new CorpusException($"The item '{item.Id}' of the earlier job has no modality."), "", 0), null);
        try
        {
            using var content = source.Open(item);
            var probed = probe(item, content);
            if (IsFiltered(probed.Modality))
                return default;
            return double.IsFinite(probed.Cost) && probed.Cost >= 0
                ? new(probed, null) { Sha256 = hash && item.Sha256.Length == 0 ? ContentHash.TryCompute(content) : null }
                : Failed(item, ItemStage.Plan, ItemErrorCodes.Corrupt, "The content's size cannot be told from its header.");
        }
        catch (Exception e) when (MachineFaults.Is(e))
        {
            throw MachineFaults.Translate(e, item.Uri);
        }
        catch (ItemException e)
        {
            return Failed(item, e.Stage, e.Code, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Failed(item, ItemStage.Read, ItemErrorCodes.Unreadable, e.Message);
        }
        catch (Exception e) when (e is not (OperationCanceledException or CorpusException))
        {
            // A header that a prober trips over must not end a job of millions of items; the type tells where to look.
            return Failed(item, ItemStage.Plan, ItemErrorCodes.Corrupt, $"The content's header cannot be read ({e.GetType().Name}: {e.Message})");
        }
    }

    private bool IsFiltered(Modality modality) => options.Modalities is { } wanted && !wanted.Contains(modality);

    private static Outcome Failed(CorpusItem item, ItemStage stage, string code, string message) =>
        new(null, new DeadLetter(item.Id, item.Uri, stage, code, ListedItem.Shorten(message)));
}
