using Parquet.Serialization;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Corpora.Tests;

public sealed class ManifestSourceTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public ManifestSourceTests()
    {
        _folder.Write("images/7.png", "seven");
        _folder.Write("sounds/7.wav", "sieben");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("jsonl")]
    [InlineData("csv")]
    [InlineData("parquet")]
    [InlineData("parquet-text-labels")]
    public async Task ListAsync_EveryForm_GivesTheSameItems(string form)
    {
        await WriteManifestAsync(form);
        var source = CorpusSources.Open(_folder.Path);

        var listed = await source.ListAllAsync();

        Assert.Equal(["seven", "sounds/7.wav", "say"], listed.Ids());
        var image = listed.Single("seven");
        Assert.Equal((Modality.Thermal, "obj7", "a, \"seven\"", 5L), (image.Modality!.Value, image.Group, image.Text, image.Bytes));
        Assert.Equal(["test", null, "train"], new[] { "seven", "sounds/7.wav", "say" }.Select(id => listed.Single(id).Split));
        Assert.Equal(["7", "prime"], image.Labels);
        Assert.Equal("seven", source.ReadText(image));
        var sound = listed.Single("sounds/7.wav");
        Assert.Equal((null, null, null), ((object?)sound.Modality, sound.Group, sound.Text));
        Assert.Empty(sound.Labels);
        var text = listed.Single("say");
        Assert.Equal(Modality.Text, text.Modality);
        Assert.Equal("sieben ist größer 日本", source.ReadText(text));
        Assert.Equal(["7"], text.Labels);
    }

    [Theory]
    [InlineData("../x.png", ItemErrorCodes.Escapes)]
    [InlineData("/etc/hostname", ItemErrorCodes.Escapes)]
    [InlineData("images/../../x", ItemErrorCodes.Escapes)]
    [InlineData("out/secret.txt", ItemErrorCodes.Escapes)]
    [InlineData("link.txt", ItemErrorCodes.Escapes)]
    [InlineData("images/none.png", ItemErrorCodes.Unreadable)]
    [InlineData("https://example.org/x.png", ItemErrorCodes.Forbidden)]
    public async Task ListAsync_BadUri_IsProblemOfThatRow(string uri, string code)
    {
        using var outside = new TempFolder();
        outside.Write("secret.txt", "secret");
        Directory.CreateSymbolicLink(_folder.File("out"), outside.Path);
        File.CreateSymbolicLink(_folder.File("link.txt"), Path.Combine(outside.Path, "secret.txt"));
        _folder.Write("manifest.csv", $"id,uri\nbad,{uri}\n,images/7.png\n");

        var listed = await Listing.ListAsync(_folder.Path);

        Assert.Equal(("bad", code), (listed[0].Problem!.Id, listed[0].Problem!.Code));
        Assert.Contains("Row 2", listed[0].Problem!.Message, StringComparison.Ordinal);
        Assert.Equal("images/7.png", listed[1].Item!.Id);
    }

    [Fact]
    public async Task ListAsync_AbsolutePathsAllowed_ReadsThem()
    {
        using var outside = new TempFolder();
        var path = outside.Write("a.txt", "outside");
        _folder.Write("manifest.jsonl", $"{{\"id\":\"a\",\"uri\":\"{path}\"}}\n");

        var source = CorpusSources.Open(_folder.Path, new CorpusSourceOptions { AllowAbsolutePaths = true });

        Assert.Equal("outside", source.ReadText(Assert.Single(await source.ListAllAsync()).Item!));
    }

    [Fact]
    public async Task ListAsync_BadRows_AreProblemsWithTheirNumber()
    {
        _folder.Write("manifest.jsonl", """
            {"id":"a","uri":"images/7.png","modality":"smell"}
            {"id":"b"}
            {"id":"c","modality":"image","text":"no file"}
            {"id":"d","uri":"images/7.png"}
            """);

        var listed = await Listing.ListAsync(_folder.Path);

        Assert.Equal(["d"], listed.Ids());
        Assert.Equal(["Row 1: 'smell' is no modality", "Row 2: it has neither a uri nor a text", "Row 3: its modality is image, but it has no uri"],
            listed.Where(l => l.Problem is not null).Select(l => l.Problem!.Message.Split(';', '.')[0]));
    }

    [Fact]
    public async Task ListAsync_CsvRowWithStrayComma_IsProblem()
    {
        _folder.Write("manifest.csv", "id,text\na,one, two\nb,\"one, two\"\nc,\"un\"quoted\n");

        var listed = await Listing.ListAsync(_folder.Path);

        Assert.Equal(["b"], listed.Ids());
        Assert.Equal(["manifest.csv#2", "manifest.csv#4"], listed.Where(l => l.Problem is not null).Select(l => l.Problem!.Id));
    }

    [Fact]
    public async Task ListAsync_LongLine_IsProblemOfThatLine()
    {
        _folder.Write("manifest.jsonl", $"{{\"text\":\"{new string('x', 5_000)}\"}}\n{{\"text\":\"short\"}}\n");

        var listed = await Listing.ListAsync(_folder.Path, new CorpusSourceOptions { MaxLineBytes = 1_000 });

        Assert.Equal(ItemErrorCodes.TooLarge, listed[0].Problem!.Code);
        Assert.Equal("manifest.jsonl#2", listed[1].Item!.Id);
    }

    [Theory]
    [InlineData("manifest.jsonl", "not a manifest\n", 2_000)]
    [InlineData("manifest.csv", "a,b,c\n", 1)]
    [InlineData("manifest.csv", "", 1)]
    [InlineData("manifest.parquet", "PAR1 this is none PAR1", 1)]
    public async Task ListAsync_BrokenBeyondUse_IsOneSentence(string name, string content, int times)
    {
        _folder.Write(name, string.Concat(Enumerable.Repeat(content, times)));

        var error = await Assert.ThrowsAsync<CorpusException>(() => Listing.ListAsync(_folder.Path));

        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task ListAsync_IgnoreManifest_ListsTheFiles()
    {
        _folder.Write("manifest.csv", "id,uri\na,images/7.png\n");

        var listed = await Listing.ListAsync(_folder.Path, new CorpusSourceOptions { IgnoreManifest = true });

        Assert.Equal(["images/7.png", "manifest.csv", "sounds/7.wav"], listed.Ids());
    }

    [Fact]
    public void Open_TwoManifests_AsksWhich()
    {
        _folder.Write("manifest.csv", "id,uri\n");
        _folder.Write("manifest.jsonl", "");

        Assert.Contains("manifest.jsonl and manifest.csv", Assert.Throws<CorpusException>(() => CorpusSources.Open(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_ManifestLinksOutOfFolder_IsRefused()
    {
        using var outside = new TempFolder();
        File.CreateSymbolicLink(_folder.File("manifest.csv"), outside.Write("m.csv", "id,uri\n"));

        Assert.Throws<CorpusException>(() => CorpusSources.Open(_folder.Path));
    }

    private async Task WriteManifestAsync(string form)
    {
        switch (form)
        {
            case "jsonl":
                _folder.Write("manifest.jsonl", """
                    {"id":"seven","uri":"images/7.png","modality":"Thermal","labels":["7","prime"],"group":"obj7","split":"test","text":"a, \"seven\"","else":{"x":[1]}}
                    {"uri":"./sounds/7.wav"}
                    {"id":"say","text":"sieben ist größer 日本","label":7,"split":"train"}
                    """);
                break;
            case "csv":
                _folder.Write("manifest.csv", "text,ID,uri,modality,labels,group,split\n\"a, \"\"seven\"\"\",seven,images/7.png,thermal,7; prime,obj7,test\n,,./sounds/7.wav,,,,\nsieben ist größer 日本,say,,,7,,train\n");
                break;
            case "parquet":
                await ParquetSerializer.SerializeAsync(Rows(r => new ListRow { id = r.Id, uri = r.Uri, modality = r.Modality, labels = r.Labels, group = r.Group, text = r.Text, split = r.Split }), _folder.File("manifest.parquet"));
                break;
            default:
                await ParquetSerializer.SerializeAsync(Rows(r => new TextRow { id = r.Id, uri = r.Uri, modality = r.Modality, labels = r.Labels is null ? null : string.Join(';', r.Labels), text = r.Text, group = r.Group, split = r.Split }), _folder.File("manifest.parquet"));
                break;
        }
    }

    private static IEnumerable<T> Rows<T>(Func<(string? Id, string? Uri, string? Modality, List<string>? Labels, string? Group, string? Text, string? Split), T> make) =>
    [
        make(("seven", "images/7.png", "thermal", ["7", "prime"], "obj7", "a, \"seven\"", "test")),
        make((null, "./sounds/7.wav", null, null, null, null, null)),
        make(("say", null, null, ["7"], null, "sieben ist größer 日本", "train")),
    ];

#pragma warning disable IDE1006 // The names are those of the columns.
    private sealed class ListRow
    {
        public string? split { get; set; }

        public string? id { get; set; }

        public string? uri { get; set; }

        public string? modality { get; set; }

        public List<string>? labels { get; set; }

        public string? group { get; set; }

        public string? text { get; set; }
    }

    private sealed class TextRow
    {
        public string? split { get; set; }

        public string? text { get; set; }

        public string? id { get; set; }

        public string? uri { get; set; }

        public string? modality { get; set; }

        public string? labels { get; set; }

        public string? group { get; set; }
    }
#pragma warning restore IDE1006
}
