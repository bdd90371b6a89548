using System.Diagnostics;

namespace UniBind.Grid.Encoding;

/// <summary>The metrics of one encoder on one device, with its labels.</summary>
/// <remarks>Thread-safe, without allocation.</remarks>
internal sealed class EncoderMetrics(string pack, Modality modality, string device)
{
    private readonly TagList _tags = new() { { TelemetryTags.Pack, pack }, { TelemetryTags.Modality, modality.Name() }, { TelemetryTags.Device, device } };
    private readonly TagList _useful = With(pack, modality, device, "padding", "false");
    private readonly TagList _padding = With(pack, modality, device, "padding", "true");
    private readonly TagList _online = With(pack, modality, device, TelemetryTags.Traffic, TelemetryTags.Online);
    private readonly TagList _batch = With(pack, modality, device, TelemetryTags.Traffic, TelemetryTags.Batch);

    /// <summary>One Run.</summary>
    public void Run(int rows, long ticks, long elements, long paddedElements)
    {
        DeviceMetrics.BatchSize.Record(rows, _tags);
        DeviceMetrics.RunDuration.Record(Seconds(ticks), _tags);
        DeviceMetrics.Elements.Add(elements - paddedElements, _useful);
        if (paddedElements > 0)
            DeviceMetrics.Elements.Add(paddedElements, _padding);
    }

    /// <summary>A batch that was halved.</summary>
    public void Bisection() => DeviceMetrics.Bisections.Add(1, _tags);

    /// <summary>A wait for the device.</summary>
    public void Waited(long ticks, bool online) => DeviceMetrics.QueueDuration.Record(Seconds(ticks), online ? _online : _batch);

    private static double Seconds(long ticks) => Stopwatch.GetElapsedTime(0, ticks).TotalSeconds;

    private static TagList With(string pack, Modality modality, string device, string name, string value) => new()
    {
        { TelemetryTags.Pack, pack }, { TelemetryTags.Modality, modality.Name() }, { TelemetryTags.Device, device }, { name, value },
    };
}
