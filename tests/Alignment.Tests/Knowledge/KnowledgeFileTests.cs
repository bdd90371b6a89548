using UniBind.Grid.Testing;

namespace UniBind.Grid.Alignment.Tests.Knowledge;

public sealed class KnowledgeFileTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task WriteAsync_AllFields_AreReadBack()
    {
        var path = Path.Combine(_folder.Path, "deep", "base.jsonl");
        Description[] written =
        [
            new() { Class = "Käse \"alt\"", Text = "a round\u2028cheese", Facet = "look", Modalities = [Modality.Image, Modality.PointCloud], Llm = "m", Prompt = "p", Created = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), Reviewer = "r", State = DescriptionState.Rejected, Reason = "why" },
            new() { Class = "", Text = "a caption", Kind = DescriptionKind.Sample, Item = "a/b.png" },
        ];
        await KnowledgeFile.WriteAsync(path, written, Token);
        var read = await KnowledgeFile.ReadAllAsync(path, Token);
        Assert.Equal(written.Select(d => d with { Modalities = [] }), read.Select(d => d with { Modalities = [] }));
        Assert.Equal([Modality.Image, Modality.PointCloud], read[0].Modalities);
        Assert.Equal("base.jsonl", Path.GetFileName(Assert.Single(Directory.GetFileSystemEntries(Path.GetDirectoryName(path)!))));
    }

    [Fact]
    public async Task ReadAllAsync_BrokenLines_AreToldTogetherWithTheirNumbers()
    {
        var path = _folder.Write("base.jsonl", string.Join('\n',
            """{"class":"cat","text":"a cat"}""", "not json", "", """{"class":"cat"}""", """{"class":"cat","text":"x","state":"aproved"}""", """{"class":"cat","txt":"x"}""",
            """{"class":"cat","text":"x","text":"y"}""", """{"class":"cat","text":"x","kind":"sample"}""", """{"class":" cat","text":"x"}""", """{"class":"dog","text":"a dog"}"""));
        var e = await Assert.ThrowsAsync<AlignmentException>(() => KnowledgeFile.ReadAllAsync(path, Token));
        Assert.Contains(path, e.Message, StringComparison.Ordinal);
        foreach (var line in new[] { 2, 4, 5, 6, 7, 8, 9 })
            Assert.Contains($"line {line}: ", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("line 1:", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("line 10:", e.Message, StringComparison.Ordinal);
        Assert.Contains("unknown member 'txt'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAllAsync_MoreThanTwentyBrokenLines_TellsTheFirstTwenty()
    {
        var path = _folder.Write("base.jsonl", string.Concat(Enumerable.Repeat("?\n", 30)));
        var e = await Assert.ThrowsAsync<AlignmentException>(() => KnowledgeFile.ReadAllAsync(path, Token));
        Assert.Contains("line 20: ", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("line 21: ", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("facet")]
    [InlineData("llm")]
    [InlineData("reason")]
    public async Task ReadAllAsync_ControlCharacters_AreRefusedAndNotRepeated(string member)
    {
        var line = $$"""{"class":"cat",{{(member == "text" ? "" : "\"text\":\"a cat\",")}}"{{member}}":"\u001b[2J"}""";
        var e = await Assert.ThrowsAsync<AlignmentException>(() => KnowledgeFile.ReadAllAsync(_folder.Write("base.jsonl", line), Token));
        Assert.Contains($"line 1: the member '{member}' has control characters", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', e.Message);
    }

    [Fact]
    public async Task WriteAsync_ControlCharacters_AreRefusedAndNothingIsWritten()
    {
        var path = Path.Combine(_folder.Path, "base.jsonl");
        await Assert.ThrowsAsync<AlignmentException>(() => KnowledgeFile.WriteAsync(path, [new Description { Class = "cat", Text = "a\u009bcat" }], Token));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task ReadAllAsync_TwoSpellingsOfOneClass_NamesBoth()
    {
        var path = _folder.Write("base.jsonl", """{"class":"clock_tick","text":"a"}""" + "\n" + """{"class":"dog","text":"a"}""" + "\n" + """{"class":"Clock tick","text":"b"}""");
        var e = await Assert.ThrowsAsync<AlignmentException>(() => KnowledgeFile.ReadAllAsync(path, Token));
        Assert.Contains("line 3: the class 'Clock tick' is also spelled 'clock_tick' (line 1)", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAllAsync_EndlessLine_IsRefusedAndTheNextOneIsRead()
    {
        var path = _folder.Write("base.jsonl", "{\"class\":\"a\",\"text\":\"" + new string('x', 300_000) + "\"}\n?\n{\"class\":\"a\",\"text\":\"b\"}\r\n");
        var e = await Assert.ThrowsAsync<AlignmentException>(() => KnowledgeFile.ReadAllAsync(path, Token));
        Assert.Contains("line 1: the line has more than 64 KiB; line 2: ", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("line 3:", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAllAsync_FileTooLarge_IsRefusedUnread()
    {
        var path = Path.Combine(_folder.Path, "huge.jsonl");
        using (var file = File.Create(path))
            file.SetLength(KnowledgeFile.MaxFileBytes + 1);
        var e = await Assert.ThrowsAsync<AlignmentException>(() => KnowledgeFile.ReadAllAsync(path, Token));
        Assert.Contains("more than 1 GiB", e.Message, StringComparison.Ordinal);
    }
}
