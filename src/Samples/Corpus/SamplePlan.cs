namespace UniBind.Grid.Samples;

/// <summary>All files that the options ask for, in the order of the manifest: by object, then by modality.</summary>
internal sealed class SamplePlan
{
    private const int Digits = 10;

    /// <summary>Plans a corpus.</summary>
    public SamplePlan(SampleOptions options)
    {
        Options = options;
        Modalities = [.. options.Modalities.Distinct().Order()];
        var items = new List<SampleItem>(Digits * options.PerClass * Modalities.Count);
        for (var digit = 0; digit < Digits; digit++)
        {
            var sentences = new DigitSentences(options.Seed, digit);
            for (var index = 0; index < options.PerClass; index++)
            {
                var thing = new SampleObject(options.Seed, digit, index);
                foreach (var modality in Modalities)
                    items.Add(new(thing, modality, Extension(modality, options.Mp4 && index % 2 == 1), Captions.Of(thing, modality, sentences)));
            }
        }

        Items = items;
    }

    /// <summary>What was asked for.</summary>
    public SampleOptions Options { get; }

    /// <summary>The modalities, each once, in the order of their values.</summary>
    public IReadOnlyList<Modality> Modalities { get; }

    /// <summary>The files.</summary>
    public IReadOnlyList<SampleItem> Items { get; }

    private static string Extension(Modality modality, bool mp4) => modality switch
    {
        Modality.Text => "txt",
        Modality.Image or Modality.Thermal => "png",
        Modality.Audio => "wav",
        Modality.PointCloud => "ply",
        Modality.Video => mp4 ? "mp4" : "gif",
        Modality.Event => "bin",
        _ => throw new SampleCorpusException($"There is no sample of modality {modality}."),
    };
}
