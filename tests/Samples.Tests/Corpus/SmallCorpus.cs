using UniBind.Grid.Testing;

namespace UniBind.Grid.Samples.Tests;

/// <summary>One small corpus of all modalities, written once for all tests that only read it.</summary>
public sealed class SmallCorpus : IAsyncLifetime
{
    private readonly TempFolder _temp = new();

    public static SampleOptions Options { get; } = new() { PerClass = 3 };

    public SampleSummary Summary { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Summary = await SampleCorpus.WriteAsync(Path.Combine(_temp.Path, "corpus"), Options);

    public ValueTask DisposeAsync()
    {
        _temp.Dispose();
        return ValueTask.CompletedTask;
    }
}
