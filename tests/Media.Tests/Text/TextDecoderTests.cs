using System.Text;

namespace UniBind.Grid.Media.Tests;

public sealed class TextDecoderTests
{
    [Fact]
    public void Decode_PlainUtf8_ReturnsText() => Assert.Equal("naïve № 𝄞", Decode("naïve № 𝄞"u8));

    [Fact]
    public void Decode_Utf8ByteOrderMark_DropsIt() => Assert.Equal("dog", Decode([0xEF, 0xBB, 0xBF, .. "dog"u8]));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Decode_Utf16WithByteOrderMark_ReturnsText(bool bigEndian)
    {
        var encoding = new UnicodeEncoding(bigEndian, byteOrderMark: true);
        Assert.Equal("naïve 𝄞 dog", Decode([.. encoding.GetPreamble(), .. encoding.GetBytes("naïve 𝄞 dog")]));
    }

    [Fact]
    public void Decode_Latin1_NamesTheByte()
    {
        var e = Assert.Throws<ItemException>(() => Decode(Encoding.Latin1.GetBytes("ab café")));
        Assert.Equal((ItemStage.Decode, ItemErrorCodes.Encoding), (e.Stage, e.Code));
        Assert.Contains("byte 6 (0xE9)", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_Latin1BehindByteOrderMark_CountsTheMark()
    {
        var e = Assert.Throws<ItemException>(() => Decode([0xEF, 0xBB, 0xBF, (byte)'a', 0xFF]));
        Assert.Contains("byte 4 (0xFF)", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 0x61, 0xE2, 0x82 }, "byte 1")] // ends inside a character
    [InlineData(new byte[] { 0xC0, 0xAF }, "byte 0")] // overlong
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 }, "byte 0")] // surrogate
    [InlineData(new byte[] { 0xFF, 0xFE, 0x61, 0x00, 0x62 }, "byte 4")] // odd UTF-16
    [InlineData(new byte[] { 0xFF, 0xFE, 0x61, 0x00, 0x00, 0xD8 }, "byte 4")] // lone high surrogate at the end
    [InlineData(new byte[] { 0xFF, 0xFE, 0x00, 0xDC, 0x61, 0x00 }, "byte 2")] // lone low surrogate
    public void Decode_BadEncoding_Throws(byte[] bytes, string place)
    {
        var e = Assert.Throws<ItemException>(() => Decode(bytes));
        Assert.Equal(ItemErrorCodes.Encoding, e.Code);
        Assert.Contains(place, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t\u3000\u00A0 ")]
    [InlineData("\uFEFF")]
    public void Decode_Blank_ThrowsEmpty(string text) =>
        Assert.Equal(ItemErrorCodes.Empty, Assert.Throws<ItemException>(() => Decode(Encoding.UTF8.GetBytes(text))).Code);

    [Theory]
    [InlineData(new byte[] { 0x61, 0x00, 0x62 })]
    [InlineData(new byte[] { 0xFF, 0x00, 0xE9 })] // binary is told before bad encoding
    [InlineData(new byte[] { 0xFF, 0xFE, 0x61, 0x00, 0x00, 0x00 })]
    public void Decode_Nul_ThrowsUnsupported(byte[] bytes) =>
        Assert.Equal(ItemErrorCodes.Unsupported, Assert.Throws<ItemException>(() => Decode(bytes)).Code);

    [Fact]
    public void Decode_PictureFormat_ThrowsUnsupported() =>
        Assert.Equal(ItemErrorCodes.Unsupported, Assert.Throws<ItemException>(() => Decode("dog"u8, MediaFormat.Png)).Code);

    [Fact]
    public void Decode_OverLimit_ThrowsTooLarge()
    {
        var content = MediaContent.FromBytes("a.txt", new byte[11]);
        var e = Assert.Throws<ItemException>(() => TextDecoder.Decode(content, MediaFormat.Text, new MediaLimits { MaxTextBytes = 10 }));
        Assert.Equal(ItemErrorCodes.TooLarge, e.Code);
    }

    [Theory]
    [InlineData("---\ntitle: x\n---\n# Dogs\n", "\n# Dogs\n")]
    [InlineData("---\r\ntitle: x\r\n...\r\nDogs", "\r\nDogs")]
    [InlineData("---\ntitle: x\n", "---\ntitle: x\n")] // never closed
    [InlineData("---\ntitle: x\n---\n  \n", "---\ntitle: x\n---\n  \n")] // nothing else to embed
    [InlineData("----\nrule\n---\n", "----\nrule\n---\n")]
    [InlineData("Dogs\n---\nCats\n---\n", "Dogs\n---\nCats\n---\n")]
    public void Decode_Markdown_DropsFrontMatterOnly(string text, string expected) =>
        Assert.Equal(expected, Decode(Encoding.UTF8.GetBytes(text), MediaFormat.Markdown));

    private static string Decode(ReadOnlySpan<byte> bytes, MediaFormat format = MediaFormat.Text) =>
        TextDecoder.Decode(MediaContent.FromBytes("a.txt", bytes.ToArray()), format, MediaLimits.Default);
}
