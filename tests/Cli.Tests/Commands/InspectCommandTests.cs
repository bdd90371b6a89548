using System.Text.Json;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Cli.Tests;

[Collection(ConsoleCollection.Name)]
public sealed class InspectCommandTests : IDisposable
{
    private const int Rate = 16_000;
    private const int Window = 1_600;
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Inspect_Sound_TellsWhatItIsAndWritesTheTensor()
    {
        var wav = _folder.Write("call.wav", Sound.Wav(Rate, 4 * Window));
        var npy = _folder.File("call.npy");
        var result = CommandLine.Run("inspect", wav, "--profile", "audio-windows", "--options", $$"""{"window":{{Window}},"hop":{{Window}}}""", "--tensor", npy, "--json");

        Assert.True(result.ExitCode == ExitCode.Done, result.Errors);
        using var json = JsonDocument.Parse(result.Output);
        var root = json.RootElement;
        Assert.Equal((wav, "audio", "wav"), (root.GetProperty("file").GetString(), root.GetProperty("modality").GetString(), root.GetProperty("format").GetString()));
        Assert.Equal(44 + 2 * 4 * Window, root.GetProperty("bytes").GetInt64());
        Assert.Equal(npy, root.GetProperty("tensorFile").GetString());
        var tensor = root.GetProperty("tensors")[0];
        Assert.Equal(("waveform", "float32"), (tensor.GetProperty("name").GetString(), tensor.GetProperty("type").GetString()));
        Assert.Equal([4, Window], tensor.GetProperty("shape").EnumerateArray().Select(d => d.GetInt32()));
        Assert.Equal(Sound.Sample(999) / 32_768.0, tensor.GetProperty("max").GetDouble(), 1e-9);

        var written = NpyFile.Read(npy);
        Assert.Equal([4, Window], written.Shape);
        Assert.Equal(Enumerable.Range(0, 4 * Window).Select(i => Sound.Sample(i) / 32_768f), written.Values);
    }

    [Fact]
    public void Inspect_NoProfile_TakesThePacks()
    {
        var text = _folder.Write("note.txt", "A short note.");
        var result = CommandLine.Run("inspect", text);
        Assert.True(result.ExitCode == ExitCode.Done, result.Errors);
        Assert.Contains("is        text, text", result.Output, StringComparison.Ordinal);
        Assert.Contains("profile   hashed-ngrams/1", result.Output, StringComparison.Ordinal);
        Assert.Contains("tensor    bucket int64 [1, ", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_DeclaredModality_IsBelieved()
    {
        // Ten bytes are two event records, and no whole number of points.
        var record = _folder.Write("a.bin", [1, 2, 0x80, 0, 1, 1, 2, 0, 0, 9]);
        Assert.Contains("is        event, nmnistbin", CommandLine.Run("inspect", record, "-m", "event").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_WhatCannotBeRead_ExitsOneWithOneSentence()
    {
        var text = _folder.Write("note.txt", "A short note.");
        AssertFails("cannot be read", "inspect", _folder.File("absent.wav"));
        AssertFails("is a folder; inspect looks at one file", "inspect", _folder.Path);
        AssertFails("empty.txt' is empty", "inspect", _folder.Write("empty.txt", ""));
        AssertFails("is text, but it is declared as audio", "inspect", text, "-m", "audio");
        AssertFails("needs the option 'merges'", "inspect", text, "--profile", "clip-bpe");
        AssertFails("has no option 'colour'", "inspect", text, "--profile", "hashed-ngrams", "--options", """{"colour":1}""");
        AssertFails("must be a JSON object", "inspect", text, "--profile", "hashed-ngrams", "--options", "[1]");
        AssertFails("Expected depth to be zero", "inspect", text, "--profile", "hashed-ngrams", "--options", "{");
        AssertFails("Could not find a part of the path", "inspect", text, "--tensor", Path.Combine(_folder.Path, "absent", "x.npy"));
        AssertFails("There is no encoder pack 'absent'", "inspect", text, "--pack", "absent");
    }

    private static void AssertFails(string sentence, params string[] arguments)
    {
        var result = CommandLine.Run(arguments);
        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.StartsWith("unibind: ", result.Errors, StringComparison.Ordinal);
        Assert.Contains(sentence, Assert.Single(result.Errors.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }
}
