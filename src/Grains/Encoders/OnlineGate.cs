using Microsoft.Extensions.Options;

namespace UniBind.Grid.Grains;

/// <summary>Bounds the online items of a silo, by number and by bytes of content; who finds no room is refused at once, and may ask another silo.</summary>
/// <remarks>Thread-safe; a singleton of the encoder silo.</remarks>
public sealed class OnlineGate(IOptions<EncoderSiloOptions> options)
{
    private readonly Lock _lock = new();
    private int _items;
    private long _bytes;

    /// <summary>The items that are inside.</summary>
    public int Count => Volatile.Read(ref _items);

    /// <summary>Lets an item in; disposal of the result lets it out.</summary>
    /// <param name="bytes">Its content.</param>
    /// <exception cref="GridException">There is no room.</exception>
    public IDisposable Enter(long bytes)
    {
        lock (_lock)
        {
            if (_items >= options.Value.OnlineItems || (_items > 0 && _bytes + bytes > options.Value.OnlineBytes))
                throw new GridException($"The silo has {_items} online items in hand and takes no more; try again in a moment.");
            _items++;
            _bytes += bytes;
        }
        return new Place(this, bytes);
    }

    private void Leave(long bytes)
    {
        lock (_lock)
        {
            _items--;
            _bytes -= bytes;
        }
    }

    private sealed class Place(OnlineGate gate, long bytes) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
                gate.Leave(bytes);
        }
    }
}
