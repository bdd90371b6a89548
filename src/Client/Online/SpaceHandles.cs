using System.Collections.Concurrent;

namespace UniBind.Grid.Client;

/// <summary>
/// The space versions that online requests name, each asked for once: a fixed version for minutes, an alias, a pack or a bare name for seconds, after which it
/// is asked for again while the requests go on with what is known.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class SpaceHandles(IGrainFactory grains)
{
    private const int MaxKnown = 1024;
    private static readonly TimeSpan OfVersion = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan OfAlias = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, Entry> _known = new(StringComparer.Ordinal);

    /// <summary>The space of a reference.</summary>
    /// <exception cref="GridException">There is none, or the grid does not answer.</exception>
    public ValueTask<SpaceHandle> GetAsync(string reference, CancellationToken cancellationToken)
    {
        if (!_known.TryGetValue(reference, out var entry))
        {
            if (_known.Count >= MaxKnown)
                _known.Clear();
            entry = _known.GetOrAdd(reference, static (name, self) => new Entry(name, self), this);
        }
        var opening = entry.Opening;
        if (!opening.IsCompletedSuccessfully)
            return new ValueTask<SpaceHandle>(WaitAsync(reference, entry, opening, cancellationToken));
        if (entry.Age > (IsVersion(reference) ? OfVersion : OfAlias) && entry.TryBeginRefresh())
            RefreshAsync(reference, entry).Ignore();
        return new ValueTask<SpaceHandle>(opening);
    }

    private async Task<SpaceHandle> WaitAsync(string reference, Entry entry, Task<SpaceHandle> opening, CancellationToken cancellationToken)
    {
        try
        {
            return await opening.WaitAsync(cancellationToken);
        }
        catch when (opening.IsFaulted)
        {
            _known.TryRemove(new(reference, entry)); // no failure is remembered
            throw;
        }
    }

    private async Task RefreshAsync(string reference, Entry entry)
    {
        try
        {
            _known.TryUpdate(reference, new Entry(await OpenAsync(reference)), entry);
        }
        catch (GridException e) when (e.Kind is GridErrorKind.NotFound && !MayReturn(entry))
        {
            _known.TryRemove(new(reference, entry));
        }
        catch (Exception)
        {
            // What is known stays for as long as the grid does not say otherwise; whatever failed, it is asked again.
            await Task.Delay(Pause);
            entry.EndRefresh();
        }
    }

    /// <summary>A pack is gone while the only silo that has it restarts: who names it meanwhile is to try again, not to learn that there is no such pack.</summary>
    private static bool MayReturn(Entry entry) => entry.Opening is { IsCompletedSuccessfully: true, Result.Manifest.Length: 0 } && entry.Age < OfVersion;

    private async Task<SpaceHandle> OpenAsync(string reference)
    {
        try
        {
            if (reference.Contains('@', StringComparison.Ordinal))
                return await Grain.OpenSpaceAsync(reference);
            if (IsName(reference))
            {
                try
                {
                    return await Grain.OpenSpaceAsync(reference);
                }
                catch (GridException e) when (e.Kind == GridErrorKind.NotFound)
                {
                    // No space, or one without a version: perhaps a pack.
                }
            }
            return await OpenPackAsync(reference);
        }
        catch (Exception e) when (SiloFaults.Is(e))
        {
            throw SiloFaults.Unavailable($"'{reference}' cannot be looked up", e);
        }
    }

    private async Task<SpaceHandle> OpenPackAsync(string name)
    {
        try
        {
            return await Grain.OpenSpaceAsync(name + "@0");
        }
        catch (GridException e) when (e.Kind == GridErrorKind.NotFound)
        {
            var spaces = await grains.GetGrain<ISpaceIndexGrain>(ISpaceIndexGrain.Key).ListAsync();
            var packs = (await grains.GetGrain<ITopologyGrain>(ITopologyGrain.Key).DescribeWorkersAsync()).SelectMany(w => w.Encoders).Select(p => p.Pack).Distinct().Order(StringComparer.Ordinal);
            throw new GridException($"There is no space and no pack '{name}'; there are the spaces {List(spaces)} and the packs {List(packs)}.") { Kind = GridErrorKind.NotFound };
        }
    }

    private ISearchGrain Grain => grains.GetGrain<ISearchGrain>(ISearchGrain.Key);

    private static string List(IEnumerable<string> names) => string.Join(", ", names.Take(20).Select(n => $"'{n}'")) is { Length: > 0 } list ? list : "(none)";

    private static bool IsName(string reference)
    {
        try
        {
            SpaceKey.RequireSpace(reference);
            return true;
        }
        catch (GridException)
        {
            return false;
        }
    }

    /// <summary>A published version never becomes another one; <c>PACK@0</c> may, with the silos' packs.</summary>
    private static bool IsVersion(string reference)
    {
        var version = reference.AsSpan(reference.LastIndexOf('@') + 1);
        return version.Length < reference.Length && version is not "0" && int.TryParse(version, out _);
    }

    private sealed class Entry
    {
        private readonly Lazy<Task<SpaceHandle>> _opening;
        private readonly long _made = TimeProvider.System.GetTimestamp();
        private int _isRefreshing;

        public Entry(string reference, SpaceHandles handles) => _opening = new(() => handles.OpenAsync(reference));

        public Entry(SpaceHandle handle) => _opening = new(Task.FromResult(handle));

        public Task<SpaceHandle> Opening => _opening.Value;

        public TimeSpan Age => TimeProvider.System.GetElapsedTime(_made);

        public bool TryBeginRefresh() => Interlocked.Exchange(ref _isRefreshing, 1) == 0;

        public void EndRefresh() => Volatile.Write(ref _isRefreshing, 0);
    }
}
