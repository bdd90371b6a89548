using System.Globalization;

namespace UniBind.Grid.Samples;

/// <summary>Writes <c>README.txt</c>: what the corpus is, and what it is not good for.</summary>
internal static class SampleReadme
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "README.txt";

    /// <summary>Writes the page of a plan.</summary>
    public static Task WriteAsync(string folder, SamplePlan plan, CancellationToken cancellationToken) =>
        File.WriteAllTextAsync(Path.Combine(folder, FileName), Text(plan), cancellationToken);

    private static string Text(SamplePlan plan) => string.Create(CultureInfo.InvariantCulture, $"""
        The UniBind.Grid sample corpus
        ==============================

        The digits 0 to 9 as several sensors see them, drawn by a program: {plan.Items.Count} items,
        {plan.Options.PerClass} of each digit and modality, seed {plan.Options.Seed}.

          image       a digit drawn in ink on paper; png, 96 x 96, 8-bit RGB
          thermal     the fading heat of a finger that wrote it; png, 80 x 80, 16-bit grey
          video       the digit in motion; gif, 64 x 64, 16 to 24 frames (every second one mp4 where asked for)
          event       an event camera that looks at it in three saccades; N-MNIST records, 34 x 34, 300 ms
          pointcloud  the digit cut out of a plate; ply, 1,024 to 1,536 points, binary and ascii
          audio       the dial tone of its telephone key; wav, 8 or 16 kHz, 16 or 24 bit
          text        a sentence about it; txt, UTF-8

        manifest.jsonl has one line an item: id, uri, modality, labels (the digit), group, text (a caption;
        for text the text itself) and split. Items of one group show the same object: the same handwriting,
        the same colours. A group lies in train or in test as a whole.

        It shows that the machinery works. It is easy, it is synthetic, and it holds ten classes: never quote
        accuracy on it as the quality of an encoder or of a method.

        """).ReplaceLineEndings("\n");
}
