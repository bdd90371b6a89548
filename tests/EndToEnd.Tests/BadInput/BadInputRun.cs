using UniBind.Grid.Corpora;
using UniBind.Grid.Testing;

namespace UniBind.Grid.EndToEnd.Tests;

/// <summary>One run of <c>unibind embed</c> over all the bad files.</summary>
public sealed class BadInputRun : IAsyncLifetime
{
    private readonly TempFolder _folder = new();

    internal UniBindCommand.Result Result { get; private set; } = null!;

    internal JobFolder Job { get; private set; } = null!;

    internal IReadOnlyList<ErrorLine> Errors { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        var good = _folder.Write("good.txt", "A good text among bad files.");
        var corpus = Path.Combine(_folder.Path, "corpus");
        BadFiles.Write(corpus, good);
        Job = new JobFolder(Path.Combine(_folder.Path, "out"));
        Result = await UniBindCommand.RunAsync(_folder.File("home", "x"), "embed", corpus, "--out", Job.Root);
        Errors = File.Exists(Job.Errors) ? ErrorLine.ReadAll(Job.Errors) : [];
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
