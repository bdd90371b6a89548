using System.Globalization;
using System.Text;

namespace UniBind.Grid.Media.Tests;

public sealed class AsciiNumberTests
{
    [Theory]
    [InlineData("0", 0.0)]
    [InlineData("-0.5", -0.5)]
    [InlineData("+12", 12.0)]
    [InlineData(".25", 0.25)]
    [InlineData("7.", 7.0)]
    [InlineData("1e3", 1000.0)]
    [InlineData("-2.5E-2", -0.025)]
    [InlineData("0.000000000000000000000000001", 1e-27)]
    [InlineData("1605507430.438338", 1605507430.438338)]
    [InlineData("9007199254740993", 9007199254740992.0)]
    [InlineData("123456789012345678901234567890", 1.2345678901234568e29)]
    [InlineData("1e-320", 1e-320)]
    public void TryRead_Number_GivesItsValue(string text, double expected)
    {
        Assert.True(AsciiNumber.TryRead(Encoding.ASCII.GetBytes(text), out var value, out var consumed));
        Assert.Equal(expected, value);
        Assert.Equal(text.Length, consumed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("x1")]
    [InlineData("nano")]
    public void TryRead_NoNumber_IsRefused(string text) =>
        Assert.False(AsciiNumber.TryRead(Encoding.ASCII.GetBytes(text), out _, out _));

    [Theory]
    [InlineData("nan")]
    [InlineData("-NaN")]
    [InlineData("inf")]
    [InlineData("+Infinity")]
    public void TryRead_NotFinite_ReadsAsNaN(string text)
    {
        Assert.True(AsciiNumber.TryRead(Encoding.ASCII.GetBytes(text), out var value, out var consumed));
        Assert.True(double.IsNaN(value));
        Assert.Equal(text.Length, consumed);
    }

    [Fact]
    public void TryRead_RandomFloats_AgreesWithTheLibraryToTheBitAsFloat()
    {
        var random = new Random(3);
        for (var i = 0; i < 20_000; i++)
        {
            var number = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-12, 12));
            var text = number.ToString(i % 2 == 0 ? "R" : "F7", CultureInfo.InvariantCulture);
            Assert.True(AsciiNumber.TryRead(Encoding.ASCII.GetBytes(text), out var value, out _));
            var exact = double.Parse(text, CultureInfo.InvariantCulture);
            Assert.Equal(exact, value, Math.Abs(exact) * 2.3e-16);
            Assert.Equal((float)exact, (float)value);
        }
    }
}
