namespace UniBind.Grid.Grains;

/// <summary>
/// What tells an item that takes silos down from a silo that just died. A crash in native code cannot be caught, so each attempt leaves a note
/// while it is at work. An attempt that finds the notes of two others that never took theirs away runs the shard as a suspect: alone on the
/// silo, one step at a time, with a note before each step. A step whose note was left standing twice is convicted, and its item becomes a dead letter.
/// </summary>
/// <remarks>
/// Two deaths in the shard and two more at the very same step are hardly chance: silos that are killed for other reasons cost no item. An
/// attempt that is still at work elsewhere (a frozen silo, a second try at a slow shard) can make a shard a suspect, which costs time only.
/// Not thread-safe.
/// </remarks>
internal sealed class ShardTrial : IAsyncDisposable
{
    /// <summary>Attempts that may end without a word before the shard is a suspect, and a step before it is convicted.</summary>
    public const int Deaths = 2;

    private readonly AttemptMarkers _markers;
    private readonly string? _own;
    private string? _step;

    private ShardTrial(AttemptMarkers markers, string? own) => (_markers, _own) = (markers, own);

    /// <summary>True when the shard is to be run step by step.</summary>
    public bool IsSuspect => _own is null;

    /// <summary>True when the notes stay.</summary>
    public bool IsKept { get; private set; }

    /// <summary>Begins an attempt.</summary>
    public static async Task<ShardTrial> BeginAsync(AttemptMarkers markers, CancellationToken cancellationToken)
    {
        for (var i = 1; i <= Deaths; i++)
        {
            var name = FormattableString.Invariant($"try-{i}");
            if (await markers.TryCreateAsync(name, cancellationToken))
                return new ShardTrial(markers, name);
        }
        return new ShardTrial(markers, null);
    }

    /// <summary>Notes that a step begins.</summary>
    /// <returns>False when attempts died too often at it: it must not begin.</returns>
    public async Task<bool> TryEnterAsync(string step, CancellationToken cancellationToken)
    {
        for (var i = 1; i <= Deaths; i++)
        {
            var name = FormattableString.Invariant($"suspect-{step}.{i}");
            if (!await _markers.TryCreateAsync(name, cancellationToken))
                continue;
            _step = name;
            return true;
        }
        return false;
    }

    /// <summary>Notes that the step ended.</summary>
    public async Task LeaveAsync()
    {
        if (_step is { } step && !IsKept)
            await _markers.RemoveAsync(step);
        _step = null;
    }

    /// <summary>Lets the notes stand: the attempt ends in order, but it cost a thread that nobody gets back.</summary>
    public void Keep() => IsKept = true;

    /// <summary>Takes the notes of this attempt away.</summary>
    public async ValueTask DisposeAsync()
    {
        await LeaveAsync();
        if (_own is not null && !IsKept)
            await _markers.RemoveAsync(_own);
    }
}
