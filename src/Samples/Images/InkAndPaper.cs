namespace UniBind.Grid.Samples;

/// <summary>The colours of an object, far enough apart to be told.</summary>
/// <param name="InkName">The ink's name, for captions.</param>
/// <param name="Ink">The ink.</param>
/// <param name="PaperName">The paper's name, for captions.</param>
/// <param name="Paper">The paper at one edge of the picture.</param>
/// <param name="Far">The paper at the opposite edge.</param>
internal sealed record InkAndPaper(string InkName, Rgb Ink, string PaperName, Rgb Paper, Rgb Far)
{
    private static readonly (string Name, Rgb Colour)[] DarkInks =
    [
        ("black", new(20, 20, 24)), ("blue", new(24, 60, 170)), ("red", new(180, 24, 30)), ("green", new(16, 105, 50)),
        ("purple", new(95, 30, 130)), ("brown", new(95, 55, 25)),
    ];

    private static readonly (string Name, Rgb Colour)[] LightInks =
    [
        ("white", new(246, 246, 242)), ("yellow", new(250, 220, 60)), ("orange", new(250, 160, 60)), ("pink", new(250, 165, 190)),
        ("turquoise", new(90, 225, 215)),
    ];

    private static readonly (string Name, Rgb Colour)[] LightPapers =
    [
        ("white", new(242, 241, 236)), ("cream", new(245, 230, 196)), ("light grey", new(208, 210, 212)), ("pale blue", new(200, 220, 240)),
    ];

    private static readonly (string Name, Rgb Colour)[] DarkPapers =
    [
        ("black", new(22, 22, 26)), ("slate", new(48, 58, 70)), ("dark green", new(22, 58, 44)), ("navy", new(20, 28, 72)),
    ];

    /// <summary>Dark ink on light paper mostly, else chalk on a board.</summary>
    public static InkAndPaper Draw(StableRandom random)
    {
        var board = random.Chance(.35);
        var inks = board ? LightInks : DarkInks;
        var papers = board ? DarkPapers : LightPapers;
        var (inkName, ink) = inks[random.Below(inks.Length)];
        var (paperName, paper) = papers[random.Below(papers.Length)];
        return new(inkName, ink, paperName, paper, paper.Plus(random.Between(-30, 30)));
    }
}
