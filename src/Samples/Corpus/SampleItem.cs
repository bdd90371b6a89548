using System.Globalization;
using System.Text;

namespace UniBind.Grid.Samples;

/// <summary>One file of the corpus.</summary>
internal sealed class SampleItem(SampleObject thing, Modality modality, string extension, string caption)
{
    // Two thirds to train, one third to test; all sensors' views of an object fall on the same side.
    private const int TestEvery = 3;

    /// <summary>For example <c>image/3/0007</c>.</summary>
    public string Id { get; } = string.Create(CultureInfo.InvariantCulture, $"{modality.Name()}/{thing.Digit}/{thing.Index:D4}");

    /// <summary>The path below the root, for example <c>image/3/0007.png</c>.</summary>
    public string Path => $"{Id}.{extension}";

    /// <summary>What it is a recording of.</summary>
    public Modality Modality { get; } = modality;

    /// <summary>The class: the digit.</summary>
    public string Label { get; } = thing.Digit.ToString(CultureInfo.InvariantCulture);

    /// <summary>The object that it shows, for example <c>3/0007</c>.</summary>
    public string Group { get; } = string.Create(CultureInfo.InvariantCulture, $"{thing.Digit}/{thing.Index:D4}");

    /// <summary>One sentence about it.</summary>
    public string Caption { get; } = caption;

    /// <summary><c>train</c> or <c>test</c>, by the object's number alone.</summary>
    public string Split { get; } = thing.Index % TestEvery == TestEvery - 1 ? "test" : "train";

    /// <summary>Makes the file below the root.</summary>
    public async ValueTask WriteAsync(string root, CancellationToken cancellationToken)
    {
        var path = System.IO.Path.Combine(root, Path);
        if (extension == "mp4")
            await Mp4Writer.WriteAsync(GlyphVideo.Render(thing), path, cancellationToken).ConfigureAwait(false);
        else
            await File.WriteAllBytesAsync(path, Encode(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The file's bytes. Files of a modality differ in form where real corpora do, every fourth or so.</summary>
    private byte[] Encode() => Modality switch
    {
        Modality.Text => Encoding.UTF8.GetBytes(Caption + "\n"),
        Modality.Image => GlyphImage.Render(thing),
        Modality.Thermal => HeatTrace.Render(thing),
        Modality.Video => GifWriter.Write(GlyphVideo.Render(thing)),
        Modality.Event => NMnistWriter.Write(EventSimulator.Record(thing)),
        Modality.PointCloud => thing.Index % 4 == 3 ? PlyWriter.Ascii(ExtrudedGlyph.Sample(thing)) : PlyWriter.Binary(ExtrudedGlyph.Sample(thing)),
        Modality.Audio => Sound(rate: thing.Index % 4 == 1 ? 8_000 : 16_000, bits: thing.Index % 5 == 3 ? 24 : 16),
        _ => throw new InvalidOperationException($"No sample of modality {Modality}."),
    };

    private byte[] Sound(int rate, int bits) => WavWriter.Write(DialTone.Render(thing, rate), rate, bits);
}
