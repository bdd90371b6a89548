using System.Diagnostics;
using System.Text.RegularExpressions;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Alignment.Tests;

public sealed partial class ReportPageTests : IDisposable
{
    private const string Hostile = "<script>alert(1)</script>\"'&";
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Render_HostileNames_AreEncodedEverywhere()
    {
        var page = Render(Hostile);

        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_Page_AsksForNothingElse()
    {
        var page = Render("c0");

        Assert.All(Addresses().Matches(page), m => Assert.StartsWith("data:", m.Groups[1].Value, StringComparison.Ordinal));
        Assert.DoesNotContain("http://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_FilesOfItems_BecomeThumbnailsPlayersAndWords()
    {
        var page = Render("c0");

        Assert.Contains("src=\"data:image/png;base64,", page, StringComparison.Ordinal);
        Assert.Contains("<audio controls preload=\"none\" src=\"data:audio/wav;base64,", page, StringComparison.Ordinal);
        Assert.Contains("a note about &lt;b&gt;", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_NoRoomForMedia_LeavesThemOut()
    {
        var page = Render("c0", maxMedia: 100);
        Assert.DoesNotContain("data:image", page, StringComparison.Ordinal);
        Assert.Contains("image-", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_AddressOutsideTheSource_IsNotRead()
    {
        var secret = _folder.Write("secret.txt", "the secret");
        Directory.CreateDirectory(Path.Combine(_folder.Path, "root"));
        var media = new ExampleMedia([Path.Combine(_folder.Path, "root")], 1 << 20);

        Assert.Null(media.Of(new EvaluationItem("a", Modality.Text, [], null, "../secret.txt"), TestContext.Current.CancellationToken));
        Assert.Null(media.Of(new EvaluationItem("b", Modality.Text, [], null, secret), TestContext.Current.CancellationToken));
        Assert.Equal("the secret", new ExampleMedia([_folder.Path], 1 << 20).Of(new EvaluationItem("c", Modality.Text, [], null, "secret.txt"), TestContext.Current.CancellationToken)?.Content);
    }

    [Fact]
    public void Of_AddressesThatAreNoFilesOfTheSource_AreNotRead()
    {
        _folder.Write("secret.txt", "the secret");
        var root = Path.GetDirectoryName(_folder.Write("root/a.txt", "a note"))!;
        File.CreateSymbolicLink(Path.Combine(root, "out.txt"), Path.Combine(_folder.Path, "secret.txt"));
        File.CreateSymbolicLink(Path.Combine(root, "in.txt"), "a.txt");
        Directory.CreateSymbolicLink(Path.Combine(root, "up"), _folder.Path);
        using (var pipe = Process.Start("mkfifo", Path.Combine(root, "pipe.txt")))
            pipe.WaitForExit();
        var media = new ExampleMedia([root], 1 << 20);
        string? Words(string id, string uri) => media.Of(new EvaluationItem(id, Modality.Text, [], null, uri), TestContext.Current.CancellationToken)?.Content;

        Assert.Null(Words("a", "out.txt"));
        Assert.Null(Words("b", "up/secret.txt"));
        Assert.Null(Words("c", "pipe.txt"));
        Assert.Null(Words("d", "a\0.txt"));
        Assert.Equal("a note", Words("e", "in.txt"));
    }

    [Fact]
    public void Of_OneIdInTwoModalities_IsTwoExamples()
    {
        _folder.Write("a.txt", "a note");
        _folder.Write("a.png", PictureFile.OfPlanes([.. Enumerable.Range(0, 3 * 24 * 24).Select(i => i % 24 / 24f)], 3, 24, 24));
        var media = new ExampleMedia([_folder.Path], 1 << 20);

        Assert.Equal(ExampleKind.Words, media.Of(new EvaluationItem("a", Modality.Text, [], null, "a.txt"), TestContext.Current.CancellationToken)?.Kind);
        Assert.Equal(ExampleKind.Picture, media.Of(new EvaluationItem("a", Modality.Image, [], null, "a.png"), TestContext.Current.CancellationToken)?.Kind);
    }

    [Fact]
    public async Task Render_InChromium_NoErrorsNoRequestsNoSidewaysScroll()
    {
        var chromium = Tools.Require("chromium");
        // A frame of a phone's width measures the page inside it; headless windows themselves are never narrower than 500 pixels.
        var page = _folder.Write("report.html", Render(Hostile));
        var frame = _folder.Write("frame.html", $$"""
            <!doctype html><iframe id="f" src="file://{{page}}" width="390" height="800" style="border:0"></iframe>
            <pre id="o"></pre><script>
            f.onload = () => { const d = f.contentDocument; o.textContent = 'beyond=' + (d.documentElement.scrollWidth - d.documentElement.clientWidth) + ' audio=' + d.querySelectorAll('audio').length
              + ' broken=' + [...d.images].filter(i => !i.naturalWidth).length + ' requests=' + f.contentWindow.performance.getEntriesByType('resource').filter(e => !e.name.startsWith('data:')).length; };
            </script>
            """);
        using var process = Process.Start(new ProcessStartInfo(chromium,
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files", "--enable-logging=stderr", $"--user-data-dir={Path.Combine(_folder.Path, "profile")}",
            "--virtual-time-budget=8000", "--dump-dom", "file://" + frame,
        ])
        { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var dom = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        var measured = Measured().Match(dom);
        Assert.True(measured.Success, dom + await errors);
        Assert.Equal("0", measured.Groups[1].Value);
        Assert.NotEqual("0", measured.Groups[2].Value);
        Assert.Equal(("0", "0"), (measured.Groups[3].Value, measured.Groups[4].Value));
        Assert.DoesNotContain("CONSOLE", await errors, StringComparison.Ordinal);
    }

    [GeneratedRegex("(?:src|href)=\"([^\"]*)\"")]
    private static partial Regex Addresses();

    [GeneratedRegex(@"beyond=(\d+) audio=(\d+) broken=(\d+) requests=(\d+)")]
    private static partial Regex Measured();

    private string Render(string name, int maxMedia = 6 << 20)
    {
        _folder.Write("a.txt", "a note about <b> & more");
        _folder.Write("a.wav", SoundFile.Mono([.. Enumerable.Range(0, 8_000).Select(i => (float)Math.Sin(i * 0.3) * 0.5f)], 8_000));
        _folder.Write("a.png", PictureFile.OfPlanes([.. Enumerable.Range(0, 3 * 24 * 24).Select(i => i % 24 / 24f)], 3, 24, 24));
        var input = EvaluationSets.Clouds(1, 20, classes: 3, noise: 1.3, grouped: true, modalities: [Modality.Text, Modality.Image, Modality.Audio]);
        var centers = new CenterSet([name, "c1", "c2"], [0, 1, 2, 3], input.Centers!.Rows, [-1, -1, -1], _ => "");
        input = input with
        {
            Centers = centers,
            Items = [.. input.Items.Select(i => i with { Labels = [i.Labels[0] == "c0" ? name : i.Labels[0]], Uri = i.Modality switch { Modality.Text => "a.txt", Modality.Image => "a.png", _ => "a.wav" } })],
        };
        var comparison = EvaluationSets.Compare(input with { Space = "before@1" }, input, EvaluationSets.Quick);
        return ReportPage.Render(new ReportInput
        {
            Result = comparison.After,
            Items = input,
            Comparison = comparison,
            ItemsBefore = input with { Space = "before@1" },
            Roots = [_folder.Path],
            Command = "unibind eval " + name,
            Created = DateTimeOffset.UnixEpoch,
            MaxMediaBytes = maxMedia,
        }, TestContext.Current.CancellationToken);
    }
}
