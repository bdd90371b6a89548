using System.Globalization;
using System.Text;

namespace UniBind.Grid.Media.Tests;

public sealed class UnicodeNormalizationTests
{
    // Lines of NormalizationTest.txt (Unicode 15.0): source; C; D; KC; KD.
    [Theory]
    [InlineData("1E0A;1E0A;0044 0307;1E0A;0044 0307")]
    [InlineData("0044 0307 0323;1E0C 0307;0044 0323 0307;1E0C 0307;0044 0323 0307")]
    [InlineData("05B8 05B9 05B1 0591 05C3 05B0 05AC 059F;05B1 05B8 05B9 0591 05C3 05B0 05AC 059F;05B1 05B8 05B9 0591 05C3 05B0 05AC 059F;05B1 05B8 05B9 0591 05C3 05B0 05AC 059F;05B1 05B8 05B9 0591 05C3 05B0 05AC 059F")]
    [InlineData("1100 AC00 11A8;1100 AC01;1100 1100 1161 11A8;1100 AC01;1100 1100 1161 11A8")]
    [InlineData("FB01;FB01;FB01;0066 0069;0066 0069")]
    [InlineData("2126;03A9;03A9;03A9;03A9")]
    [InlineData("0958;0915 093C;0915 093C;0915 093C;0915 093C")] // excluded from composition
    [InlineData("1D15E;1D157 1D165;1D157 1D165;1D157 1D165;1D157 1D165")]
    [InlineData("FDFA;FDFA;FDFA;0635 0644 0649 0020 0627 0644 0644 0647 0020 0639 0644 064A 0647 0020 0648 0633 0644 0645;0635 0644 0649 0020 0627 0644 0644 0647 0020 0639 0644 064A 0647 0020 0648 0633 0644 0645")]
    [InlineData("2F800;4E3D;4E3D;4E3D;4E3D")]
    [InlineData("0061 0315 0300 05AE 0300 0062;00E0 05AE 0300 0315 0062;0061 05AE 0300 0300 0315 0062;00E0 05AE 0300 0315 0062;0061 05AE 0300 0300 0315 0062")]
    [InlineData("0B47 0300 0B3E;0B47 0300 0B3E;0B47 0300 0B3E;0B47 0300 0B3E;0B47 0300 0B3E")] // blocked
    public void Normalize_ConformanceLine_GivesEachForm(string line)
    {
        var columns = line.Split(';').Select(Text).ToArray();
        Assert.Equal(columns[1], UnicodeNormalization.Normalize(columns[0], NormalizationForm.FormC));
        Assert.Equal(columns[2], UnicodeNormalization.Normalize(columns[0], NormalizationForm.FormD));
        Assert.Equal(columns[3], UnicodeNormalization.Normalize(columns[0], NormalizationForm.FormKC));
        Assert.Equal(columns[4], UnicodeNormalization.Normalize(columns[0], NormalizationForm.FormKD));
        Assert.Equal(columns[1], UnicodeNormalization.Normalize(columns[2], NormalizationForm.FormC));
    }

    [Fact]
    public void Normalize_EveryHangulSyllable_ComposesBack()
    {
        for (var syllable = '\uAC00'; syllable <= '\uD7A3'; syllable++)
        {
            var apart = UnicodeNormalization.Normalize(syllable.ToString(), NormalizationForm.FormD);
            Assert.InRange(apart.Length, 2, 3);
            Assert.Equal(syllable.ToString(), UnicodeNormalization.Normalize(apart, NormalizationForm.FormC));
        }
    }

    [Fact]
    public void Normalize_RandomText_IsStable()
    {
        var random = new Random(9);
        for (var round = 0; round < 1000; round++)
        {
            var text = new StringBuilder();
            for (var i = random.Next(12); i >= 0; i--)
                text.Append(new Rune(random.Next(4) switch { 0 => random.Next(0x300, 0x370), 1 => random.Next(0xA0, 0x2000), 2 => random.Next(0xF900, 0xFFFE), _ => random.Next(0x1D000, 0x1D800) }));
            foreach (var form in Enum.GetValues<NormalizationForm>())
            {
                var once = UnicodeNormalization.Normalize(text.ToString(), form);
                Assert.Equal(once, UnicodeNormalization.Normalize(once, form));
            }
        }
    }

    [Fact]
    public void Normalize_LoneSurrogate_IsKept() => Assert.Equal("a\uD800é", UnicodeNormalization.Normalize("a\uD800e\u0301", NormalizationForm.FormC));

    [Fact]
    public void Normalize_MegabyteOfMarks_IsLinear()
    {
        var text = "a" + string.Concat(Enumerable.Repeat("\u0301\u0316\u0345", 100_000));
        Assert.Equal(text.Length - 1, UnicodeNormalization.Normalize(text, NormalizationForm.FormC).Length);
    }

    private static string Text(string codePoints) =>
        string.Concat(codePoints.Split(' ').Select(c => char.ConvertFromUtf32(int.Parse(c, NumberStyles.HexNumber, CultureInfo.InvariantCulture))));
}
