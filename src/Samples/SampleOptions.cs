namespace UniBind.Grid.Samples;

/// <summary>What a sample corpus shall hold. Equal options make equal bytes on every machine, mp4 files apart.</summary>
public sealed record SampleOptions
{
    /// <summary>The most objects of a digit: enough sentences exist for so many different texts.</summary>
    public const int MaxPerClass = 1_000;

    /// <summary>The objects of each digit; every modality has one item of each. 12 by default, 840 items in all.</summary>
    public int PerClass { get; init; } = 12;

    /// <summary>The modalities to write; all seven by default. The order does not matter.</summary>
    public IReadOnlyCollection<Modality> Modalities { get; init; } = Grid.Modalities.All;

    /// <summary>Another seed makes other objects. The objects of a seed do not depend on <see cref="PerClass"/>: a larger corpus begins with the smaller one.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Every second video as mp4 instead of gif. Needs ffmpeg, and the bytes are those of the ffmpeg at hand; off by default.</summary>
    public bool Mp4 { get; init; }

    /// <summary>Replace a sample corpus of other options, or an incomplete one. A folder with files of others is refused even so.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Refuses options that cannot be met.</summary>
    internal void Validate()
    {
        if (PerClass is < 1 or > MaxPerClass)
            throw new SampleCorpusException($"A sample corpus has 1 to {MaxPerClass} items of a digit and modality, not {PerClass}.");
        if (Modalities.Count == 0)
            throw new SampleCorpusException("A sample corpus needs at least one modality.");
        if (Mp4 && Mp4Writer.Tool is null)
            throw Mp4Writer.Missing();
    }
}
