using UniBind.Grid.Alignment;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Cli.Tests;

[Collection(ConsoleCollection.Name)]
public sealed class KnowledgeCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private string Base => Path.Combine(_folder.Path, "base.jsonl");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task GenerateCheckReview_FromAModelToApproved_Works()
    {
        await using var server = new ChatServer(call => new(call.Class == "dog" ? """["a dog runs in the park", "As an AI I cannot bark"]""" : """["a red car on the motorway", "a parked car seen from above"]"""));
        var key = _folder.Write("key", "file-secret\n");
        var made = CommandLine.Run("knowledge", "generate", Base, "-c", "dog", "-c", "car", "-t", "look", "-n", "2", "--url", server.Url.ToString(), "--model", "m", "--key-file", key);
        Assert.True(made.ExitCode == ExitCode.Done, made.Errors);
        Assert.Matches(@"total +2 requests +200 tokens in +14 out", made.Output);
        Assert.All(server.Calls, c => Assert.Equal("Bearer file-secret", c.Authorization));

        var early = CommandLine.Run("knowledge", "review", Base, "--approve-passing");
        Assert.Equal(ExitCode.Failed, early.ExitCode);
        Assert.Contains("4 proposed descriptions", early.Errors, StringComparison.Ordinal);

        var check = CommandLine.Run("knowledge", "check", Base);
        Assert.True(check.ExitCode == ExitCode.Done, check.Errors);
        Assert.Contains("refusal or talk about the task: 'As an AI'", check.Output, StringComparison.Ordinal);
        Assert.Contains("has 4 proposed", check.Output, StringComparison.Ordinal);

        var review = CommandLine.Run("knowledge", "review", Base, "--approve-passing", "--reject-flagged", "--reviewer", "Ada");
        Assert.True(review.ExitCode == ExitCode.Done, review.Errors);
        var lines = File.ReadAllLines(Base);
        Assert.Contains("\"reviewer\":\"Ada\",\"state\":\"rejected\",\"reason\":\"refusal: ", lines.Single(l => l.Contains("As an AI", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void Review_Keys_ApproveEditRejectAndQuitKeepDecisions()
    {
        Assert.SkipUnless(Console.IsInputRedirected, "standard input is a terminal");
        File.WriteAllLines(Base, Enumerable.Range(1, 5).Select(i => $$"""{"class":"dog","text":"text number {{i}}","state":"proposed"}"""));
        var input = Console.In;
        try
        {
            Console.SetIn(new StringReader("a\ne\na better text\nr\ns\nq\n"));
            var result = CommandLine.Run("knowledge", "review", Base, "--reviewer", "Ada");
            Assert.True(result.ExitCode == ExitCode.Done, result.Errors);
            Assert.Contains("2 proposed, 2 approved, 1 rejected", result.Output, StringComparison.Ordinal);
        }
        finally
        {
            Console.SetIn(input);
        }
        var lines = File.ReadAllLines(Base);
        Assert.Contains("\"text\":\"a better text\"", lines[1], StringComparison.Ordinal);
        Assert.Contains("\"reviewer\":\"Ada\",\"state\":\"approved\"", lines[1], StringComparison.Ordinal);
        Assert.Contains("\"state\":\"rejected\"", lines[2], StringComparison.Ordinal);
        Assert.Contains("\"state\":\"proposed\"", lines[3], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("check")]
    [InlineData("review")]
    public void CheckOrReview_AnotherCommandWrites_RefusesAndLeavesTheFile(string command)
    {
        const string line = "{\"class\":\"dog\",\"text\":\"a dog\",\"state\":\"proposed\",\"reviewer\":\"checks\"}\n";
        File.WriteAllText(Base, line);
        using var right = KnowledgeLock.Take(Base);
        var result = CommandLine.Run("knowledge", command, Base, "--approve-passing");
        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.Contains("another command writes to it", result.Errors, StringComparison.Ordinal);
        Assert.Equal(line, File.ReadAllText(Base));
    }

    [Fact]
    public void Check_BrokenFile_TellsLinesAndLeavesTheFile()
    {
        File.WriteAllText(Base, "{\"class\":\"a\",\"text\":\"b\"}\n?\n");
        var result = CommandLine.Run("knowledge", "check", Base);
        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.Contains("line 2: ", result.Errors, StringComparison.Ordinal);
        Assert.Equal("{\"class\":\"a\",\"text\":\"b\"}\n?\n", File.ReadAllText(Base));
    }

    [Fact]
    public void Generate_NoModelNamed_SaysHow()
    {
        var result = CommandLine.Run("knowledge", "generate", Base, "-c", "dog");
        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.Contains("give --url or set UNIBIND_LLM_URL", result.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(Base));
    }

    [Fact]
    public void Generate_HelpOfAll_HasNoOptionForAKeyItself() =>
        Assert.DoesNotContain("--key ", CommandLine.Run("knowledge", "generate", "--help").Output, StringComparison.Ordinal);

    [Fact]
    public async Task Caption_FolderOfPictures_WritesSamples()
    {
        await using var server = new ChatServer(_ => new("""["a grey square with nothing on it"]"""));
        _folder.Write("photos/cat.png", Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="));
        var result = CommandLine.Run("knowledge", "caption", Path.Combine(_folder.Path, "photos"), "--out", Base, "--url", server.Url.ToString(), "--model", "m");
        Assert.True(result.ExitCode == ExitCode.Done, result.Errors);
        Assert.Contains("\"kind\":\"sample\"", Assert.Single(File.ReadAllLines(Base)), StringComparison.Ordinal);
        Assert.Contains("\"item\":\"cat.png\"", File.ReadAllText(Base), StringComparison.Ordinal);
    }
}
