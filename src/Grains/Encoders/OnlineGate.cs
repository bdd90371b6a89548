using Microsoft.Extensions.Options;

namespace UniBind.Grid.Grains;

/// <summary>
/// Bounds the online work of a silo by what it costs: items, bytes of content, and the time that its devices and decode threads should need for it. Who finds no
/// room is refused at once, learns when there should be some, and may ask another silo.
/// </summary>
/// <remarks>Thread-safe; a singleton of the encoder silo. A request that is larger than a bound is let in when nothing else is there.</remarks>
public sealed class OnlineGate : IDisposable
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);
    private readonly Lock _lock = new();
    private readonly IOptions<EncoderSiloOptions> _options;
    private readonly DrainRate _drain;
    private int _items;
    private long _bytes;
    private double _seconds;

    /// <summary>A gate on the system's clock.</summary>
    public OnlineGate(IOptions<EncoderSiloOptions> options) : this(options, TimeProvider.System)
    {
    }

    /// <summary>A gate whose count <c>unibind.online.queue.depth</c> tells until it is disposed.</summary>
    public OnlineGate(IOptions<EncoderSiloOptions> options, TimeProvider time)
    {
        _options = options;
        _drain = new DrainRate(time);
        SiloMetrics.Add(this);
    }

    /// <summary>The items that are inside.</summary>
    public int Count => Volatile.Read(ref _items);

    /// <summary>Lets a request in; disposal of the result lets it out.</summary>
    /// <param name="items">Its items.</param>
    /// <param name="bytes">Their content.</param>
    /// <param name="seconds">The time that they should cost, see <see cref="OnlineCosts"/>.</param>
    /// <exception cref="GridException">There is no room (<see cref="GridErrorKind.Overloaded"/>).</exception>
    public IDisposable Enter(int items, long bytes, double seconds)
    {
        lock (_lock)
        {
            var limits = _options.Value;
            if (_items > 0 && (_items + items > limits.OnlineItems || _bytes + bytes > limits.OnlineBytes || _seconds + seconds > limits.OnlineTime.TotalSeconds))
                throw Full();
            _items += items;
            _bytes += bytes;
            _seconds += seconds;
        }
        return new Place(this, items, bytes, seconds);
    }

    /// <inheritdoc/>
    public void Dispose() => SiloMetrics.Remove(this);

    /// <summary>What waits, divided by the rate at which items left lately. Where none left, the time that what waits should need.</summary>
    private GridException Full()
    {
        var rate = _drain.PerSecond();
        var wait = TimeSpan.FromSeconds(Math.Min(rate > 0 ? _items / rate : Math.Max(_seconds, 1), LongestWait.TotalSeconds));
        return new GridException(FormattableString.Invariant($"The silo has {_items} online items in hand and takes no more; {rate:0.#} a second leave, so try again in {Math.Ceiling(wait.TotalSeconds):0} s."))
        {
            Kind = GridErrorKind.Overloaded,
            IsTransient = true,
            RetryAfter = wait > ShortestWait ? wait : ShortestWait,
        };
    }

    private void Leave(Place place)
    {
        lock (_lock)
        {
            _items -= place.Items;
            _bytes -= place.Bytes;
            _seconds = _items == 0 ? 0 : _seconds - place.Seconds; // no rounding is left behind
            _drain.Add(place.Items);
        }
    }

    private sealed class Place(OnlineGate gate, int items, long bytes, double seconds) : IDisposable
    {
        private int _left;

        public int Items => items;

        public long Bytes => bytes;

        public double Seconds => seconds;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
                gate.Leave(this);
        }
    }
}
