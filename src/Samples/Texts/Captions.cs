namespace UniBind.Grid.Samples;

/// <summary>One sentence about what a sensor saw.</summary>
internal static class Captions
{
    /// <summary>The caption of an object's item; for text, the text itself.</summary>
    public static string Of(SampleObject thing, Modality modality, DigitSentences sentences)
    {
        var word = DigitWords.WithArticle(thing.Digit);
        var colours = thing.Colours;
        var stroke = thing.Style.Radius > .06 ? "thick" : "thin";
        return modality switch
        {
            Modality.Text => sentences[thing.Index],
            Modality.Image => $"A drawing of {word} in {stroke} {colours.InkName} strokes on {colours.PaperName} paper.",
            Modality.Audio => $"The dial tone of the telephone key {DigitWords.English(thing.Digit)}.",
            Modality.PointCloud => $"{Capitalised(word)} cut out of a plate, scanned as points.",
            Modality.Thermal => $"The fading heat of a finger that wrote {word} on a wall.",
            Modality.Video => $"{Capitalised(word)} in {colours.InkName} that drifts across {colours.PaperName} paper.",
            Modality.Event => $"An event camera's recording of {word} during three quick gaze shifts.",
            _ => throw new ArgumentOutOfRangeException(nameof(modality)),
        };
    }

    private static string Capitalised(string phrase) => char.ToUpperInvariant(phrase[0]) + phrase[1..];
}
