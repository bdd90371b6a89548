namespace UniBind.Grid.Samples;

/// <summary>A stroke font of the ten digits, in the ways in which people write them (a seven with and without its bar, an open and a closed four).</summary>
internal static class DigitShapes
{
    private static readonly StrokePath[][][] Shapes =
    [
        [
            [StrokePath.Around(.5, .5, .28, .48, -90, -450)],
            [StrokePath.Around(.5, .5, .36, .48, -70, -440)],
            [StrokePath.Around(.5, .5, .30, .48, -90, -450), StrokePath.Through((.68, .17), (.32, .83))],
        ],
        [
            [StrokePath.Through((.34, .22), (.55, .02), (.55, 1))],
            [StrokePath.Through((.5, 0), (.5, 1))],
            [StrokePath.Through((.34, .22), (.55, .02), (.55, .98)), StrokePath.Through((.33, .98), (.77, .98))],
        ],
        [
            [StrokePath.Around(.5, .28, .27, .27, -170, 35).Lines((.22, .98), (.8, .98))],
            [StrokePath.Around(.48, .27, .29, .26, -150, 60).Arc(.36, .86, .13, .12, -60, -330).Lines((.82, .96))],
        ],
        [
            [StrokePath.Around(.48, .27, .25, .25, -150, 90).Arc(.48, .75, .3, .25, -90, 150)],
            [StrokePath.Through((.24, .03), (.74, .03), (.46, .42)).Arc(.46, .7, .3, .28, -90, 150)],
        ],
        [
            [StrokePath.Through((.6, .02), (.16, .66), (.84, .66)), StrokePath.Through((.6, .02), (.6, 1))],
            [StrokePath.Through((.28, .02), (.21, .55), (.8, .55)), StrokePath.Through((.68, .02), (.65, 1))],
        ],
        [
            [StrokePath.Through((.74, .03), (.32, .03), (.27, .45)).Arc(.46, .68, .3, .3, -130, 140)],
            [StrokePath.Through((.32, .04), (.28, .45)).Arc(.47, .7, .28, .29, -120, 145), StrokePath.Through((.32, .04), (.76, .02))],
        ],
        [
            [StrokePath.Around(.72, .62, .48, .6, -100, -180).Arc(.5, .7, .26, .28, 180, -190)],
            [StrokePath.Through((.58, .01), (.3, .45)).Arc(.5, .7, .27, .28, 200, -170)],
        ],
        [
            [StrokePath.Through((.2, .03), (.8, .03), (.42, 1))],
            [StrokePath.Through((.2, .03), (.8, .03), (.42, 1)), StrokePath.Through((.38, .5), (.74, .5))],
            [StrokePath.Through((.22, .16), (.22, .03), (.8, .03)).Arc(.98, 1, .5, .9, -120, -180)],
        ],
        [
            [StrokePath.Around(.5, .26, .22, .24, 90, 450).Arc(.5, .74, .27, .25, -90, -450)],
            [StrokePath.Through((.7, .14)).Arc(.5, .25, .22, .23, -60, -250).Arc(.5, .74, .26, .25, -70, 230).Lines((.71, .2), (.7, .14))],
        ],
        [
            [StrokePath.Around(.5, .29, .26, .27, 0, -360).Lines((.7, 1))],
            [StrokePath.Around(.5, .29, .26, .27, -10, -360).Arc(.42, .42, .34, .55, 0, 115)],
        ],
    ];

    /// <summary>How many ways of writing a digit there are.</summary>
    public static int Variants(int digit) => Shapes[digit].Length;

    /// <summary>The strokes of a digit, in drawing order.</summary>
    public static IReadOnlyList<StrokePath> Strokes(int digit, int variant) => Shapes[digit][variant];
}
