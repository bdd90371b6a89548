using System.Globalization;

namespace UniBind.Grid.Media;

/// <summary>Collects ffprobe's compact lines into a <see cref="VideoIndex"/>.</summary>
internal sealed class VideoIndexBuilder(MediaLimits limits)
{
    private readonly record struct Packet(double Presented, double Decoded, double Duration, bool Key);

    private readonly List<Packet> _packets = [];
    private int _width;
    private int _height;
    private double _rotation;

    /// <summary>Adds one line: a packet, or the stream.</summary>
    /// <exception cref="ItemException">The video is longer than the limit.</exception>
    internal void Add(string line)
    {
        if (line.StartsWith("packet|", StringComparison.Ordinal))
            AddPacket(line);
        // Programs of transport streams show their streams as well, on a line of their own.
        else if (line.StartsWith("stream|", StringComparison.Ordinal))
            AddStream(line);
    }

    /// <summary>The index.</summary>
    /// <exception cref="ItemException">There is no video, or it exceeds a limit.</exception>
    internal VideoIndex Build()
    {
        if (_width <= 0 || _height <= 0)
            throw new ItemException(ItemStage.Decode, ItemErrorCodes.Unsupported, "The content has no video track.");
        if ((long)_width * _height > limits.MaxPixels)
            throw new ItemException(ItemStage.Decode, ItemErrorCodes.TooLarge,
                FormattableString.Invariant($"The video's frames have {_width} x {_height} pixels, and the limit is {limits.MaxPixels:N0} pixels."));
        // A stream that was cut out of a broadcast begins with packets that need a frame before the cut.
        _packets.RemoveRange(0, Math.Max(0, _packets.FindIndex(p => p.Key)));
        if (_packets.Count == 0)
            throw new ItemException(ItemStage.Decode, ItemErrorCodes.Empty, "The video has no frames.");

        var exact = _packets.TrueForAll(p => !double.IsNaN(p.Presented));
        var times = Times(exact);
        var duration = times[^1] + LastDuration(times) - times[0];
        if (duration > limits.MaxSeconds)
            throw TooLong();
        var turned = (long)Math.Abs(Math.Round(_rotation / 90)) % 2 == 1;
        return new()
        {
            Width = turned ? _height : _width,
            Height = turned ? _width : _height,
            Times = Array.ConvertAll(times, t => t - times[0]),
            KeyTimes = exact ? [.. _packets.Where(p => p.Key).Select(p => p.Presented - times[0]).Order()] : [],
            Origin = times[0],
            Duration = duration,
            Exact = exact,
        };
    }

    // Where presentation times are missing (AVI, raw MPEG), the n-th shown frame takes the n-th decoding time: right for constant rates.
    private double[] Times(bool exact)
    {
        var times = new double[_packets.Count];
        for (var i = 0; i < times.Length; i++)
        {
            var time = exact ? _packets[i].Presented : _packets[i].Decoded;
            if (double.IsNaN(time))
                throw new ItemException(ItemStage.Decode, ItemErrorCodes.Corrupt, "The video has frames without any time.");
            times[i] = time;
        }
        Array.Sort(times);
        return times;
    }

    private double LastDuration(double[] times)
    {
        var last = _packets[0];
        foreach (var packet in _packets)
            last = packet.Presented > last.Presented || double.IsNaN(last.Presented) ? packet : last;
        return last.Duration > 0 ? last.Duration
            : times.Length > 1 ? (times[^1] - times[0]) / (times.Length - 1)
            : 0;
    }

    private void AddPacket(string line)
    {
        var packet = new Packet(double.NaN, double.NaN, 0, false);
        var discarded = false;
        foreach (var (key, value) in Fields(line))
        {
            packet = key switch
            {
                "pts_time" => packet with { Presented = Number(value) },
                "dts_time" => packet with { Decoded = Number(value) },
                "duration_time" => packet with { Duration = Number(value) },
                "flags" => packet with { Key = value.Contains('K', StringComparison.Ordinal) },
                _ => packet,
            };
            // Outside the edit list: decoded for those that follow, never shown.
            discarded |= key == "flags" && value.Contains('D', StringComparison.Ordinal);
        }
        if (discarded)
            return;
        if (_packets.Count > 0 && packet.Presented - _packets[0].Presented > limits.MaxSeconds)
            throw TooLong();
        _packets.Add(packet);
    }

    private void AddStream(string line)
    {
        foreach (var (key, value) in Fields(line))
        {
            switch (key)
            {
                case "width" when int.TryParse(value, CultureInfo.InvariantCulture, out var width):
                    _width = width;
                    break;
                case "height" when int.TryParse(value, CultureInfo.InvariantCulture, out var height):
                    _height = height;
                    break;
                case "rotation" when Number(value) is var rotation && double.IsFinite(rotation):
                    _rotation = rotation;
                    break;
            }
        }
    }

    private static IEnumerable<(string Key, string Value)> Fields(string line)
    {
        foreach (var field in line.Split('|'))
        {
            var at = field.IndexOf('=', StringComparison.Ordinal);
            if (at < 0)
                continue;
            // Side data prefixes its keys: side_data:rotation.
            var key = field[..at];
            yield return (key[(key.LastIndexOf(':') + 1)..], field[(at + 1)..]);
        }
    }

    private static double Number(string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : double.NaN;

    private ItemException TooLong() =>
        new(ItemStage.Decode, ItemErrorCodes.TooLarge, FormattableString.Invariant($"The video is longer than {limits.MaxSeconds:0.#} s."));
}
