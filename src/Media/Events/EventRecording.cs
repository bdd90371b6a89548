namespace UniBind.Grid.Media;

/// <summary>A recording of an event camera: four arrays of equal length, in order of time, at least one event.</summary>
/// <remarks>Treated as immutable once made.</remarks>
internal sealed class EventRecording
{
    /// <summary>The columns, counted from 0 at the left; below <see cref="Width"/>.</summary>
    public required ushort[] X { get; init; }

    /// <summary>The rows, counted from 0 at the top; below <see cref="Height"/>.</summary>
    public required ushort[] Y { get; init; }

    /// <summary>True where the brightness rose.</summary>
    public required bool[] Positive { get; init; }

    /// <summary>The times in microseconds, never falling; the origin is the file's own.</summary>
    public required long[] Time { get; init; }

    /// <summary>The width of the sensor in pixels; where the file does not tell it, the largest column plus 1.</summary>
    public required int Width { get; init; }

    /// <summary>The height of the sensor in pixels; where the file does not tell it, the largest row plus 1.</summary>
    public required int Height { get; init; }

    /// <summary>True when the file's events were not in order of time and have been sorted.</summary>
    public bool Sorted { get; init; }

    /// <summary>The number of events.</summary>
    public int Count => X.Length;

    /// <summary>The time from the first to the last event, in microseconds.</summary>
    public long Duration => Time[^1] - Time[0];
}
