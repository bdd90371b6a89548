namespace UniBind.Grid.Samples.Tests;

public sealed class DialToneTests
{
    private static readonly double[] AllTones = [697, 770, 852, 941, 1209, 1336, 1477];

    [Theory]
    [InlineData(8_000)]
    [InlineData(16_000)]
    public void Render_EveryDigit_SoundsItsTwoFrequencies(int rate)
    {
        for (var digit = 0; digit < 10; digit++)
        {
            var samples = DialTone.Render(new(1, digit, 2), rate);
            var (row, column) = DialTone.Frequencies(digit);
            var loudest = AllTones.OrderByDescending(tone => Band(samples, tone, rate)).Take(2).Order();
            Assert.Equal([row, column], loudest);
        }
    }

    [Fact]
    public void Frequencies_KeysFiveAndZero_AreThoseOfTheStandard()
    {
        Assert.Equal((770.0, 1336.0), DialTone.Frequencies(5));
        Assert.Equal((941.0, 1336.0), DialTone.Frequencies(0));
        Assert.Equal((852.0, 1477.0), DialTone.Frequencies(9));
    }

    // The loudest of the powers within the tone's drift of 1.5 %.
    private static double Band(double[] samples, double tone, int rate)
    {
        var loudest = 0.0;
        for (var factor = .985; factor <= 1.0151; factor += .0015)
        {
            // Goertzel's recurrence: the power at one frequency.
            var twiceCos = 2 * Math.Cos(Math.Tau * tone * factor / rate);
            var (now, before) = (0.0, 0.0);
            foreach (var sample in samples)
                (now, before) = (sample + twiceCos * now - before, now);
            loudest = Math.Max(loudest, now * now + before * before - twiceCos * now * before);
        }

        return loudest;
    }
}
