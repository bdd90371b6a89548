using System.Text.Json;
using UniBind.Grid.Corpora;
using UniBind.Grid.Media;

namespace UniBind.Grid.Alignment;

/// <summary>Makes small forms of items, from their files, as long as the page has room.</summary>
/// <remarks>Not thread-safe. An item whose file is gone, or lies in an archive, or cannot be decoded, has none: a report does not fail for a picture.</remarks>
internal sealed class ExampleMedia(IReadOnlyList<string> roots, int maxBytes)
{
    private const int MaxWords = 160;
    private const long MaxFile = 32 << 20;
    private static readonly Dictionary<Modality, (string Profile, string Options)> Profiles = new()
    {
        [Modality.Image] = ("clip-image", """{"size":72,"normalize":"unit"}"""),
        [Modality.Thermal] = ("unibind-thermal", """{"size":72,"normalize":"unit"}"""),
        [Modality.Video] = ("video-frames", """{"size":72,"frames":1,"normalize":"unit"}"""),
        [Modality.Event] = ("unibind-event", """{"size":72,"normalize":"unit"}"""),
        [Modality.PointCloud] = ("point-cloud", """{"points":700,"sampling":"stride"}"""),
        [Modality.Audio] = ("audio-windows", """{"sampleRate":8000,"window":12000,"hop":12000,"maxWindows":1}"""),
    };

    private readonly Dictionary<(string, Modality), Example?> _made = [];
    private int _left = maxBytes;

    /// <summary>The small form of an item; null when there is none.</summary>
    public Example? Of(EvaluationItem item, CancellationToken cancellationToken)
    {
        if (_made.TryGetValue((item.Id, item.Modality), out var known) && known is null)
            return null;
        var example = known ?? (_left > 0 ? Make(item, cancellationToken) : null);
        _made[(item.Id, item.Modality)] = example;
        if (example is null || example.Content.Length > _left)
            return null;

        // What stands in the page twice counts twice.
        _left -= example.Content.Length;
        return example;
    }

    private Example? Make(EvaluationItem item, CancellationToken cancellationToken)
    {
        try
        {
            if (FileOf(item.Uri) is not { } file)
                return null;
            if (item.Modality == Modality.Text)
                return Words(file);
            var (name, options) = Profiles[item.Modality];
            using var content = MediaContent.FromFile(file);
            using var json = JsonDocument.Parse(options);
            var profile = ProfileRegistry.Create(name, new ProfileContext { Options = json.RootElement });
            var tensor = profile.Prepare(content, MediaSniffer.Detect(content, item.Modality).Format, cancellationToken).Tensors[0];
            return item.Modality switch
            {
                Modality.Audio => new Example(ExampleKind.Sound, Address("audio/wav", SoundFile.Mono(tensor.Floats!, 8_000))),
                Modality.PointCloud => new Example(ExampleKind.Picture, Address("image/png", PictureFile.OfPoints(tensor.Floats!, 72))),
                _ => new Example(ExampleKind.Picture, Address("image/png", PictureFile.OfPlanes(tensor.Floats!, tensor.Shape[1], tensor.Shape[2], tensor.Shape[3]))),
            };
        }
        catch (Exception e) when (e is ItemException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return null;
        }
    }

    // Addresses come from data: only files inside the job's source are read, wherever links lead.
    private string? FileOf(string uri) => uri.Length == 0 || uri.Contains('\0', StringComparison.Ordinal) ? null : roots
        .Select(root => (Root: SafePath.Real(root), File: SafePath.Real(Path.Combine(root, uri))))
        .Where(f => f.Root is not null && f.File is not null && SafePath.IsWithin(f.Root, f.File) && IsRegular(f.File))
        .Select(f => f.File)
        .FirstOrDefault();

    // Pipes and devices have no length; to open one may wait for ever.
    private static bool IsRegular(string file) => new FileInfo(file) is { Exists: true, Length: > 0 and <= MaxFile };

    private static Example Words(string file)
    {
        using var reader = new StreamReader(file);
        var text = new char[MaxWords + 1];
        var length = reader.ReadBlock(text);
        return new Example(ExampleKind.Words, length > MaxWords ? new string(text, 0, MaxWords) + "…" : new string(text, 0, length));
    }

    private static string Address(string type, byte[] bytes) => $"data:{type};base64,{Convert.ToBase64String(bytes)}";
}
