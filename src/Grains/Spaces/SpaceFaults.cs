using UniBind.Grid.Alignment;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Grains;

/// <summary>Turns the exceptions of files and mathematics into the one that the caller's silo knows.</summary>
internal static class SpaceFaults
{
    /// <summary>Runs work that reads or writes files off the grain's turns, and translates what it throws.</summary>
    /// <exception cref="GridException">It failed for a reason that has a sentence.</exception>
    public static Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken = default) =>
        RunAsync(() => Task.FromResult(work()), cancellationToken);

    /// <inheritdoc cref="RunAsync{T}(Func{T}, CancellationToken)"/>
    public static async Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken = default)
    {
        try
        {
            return await Task.Run(work, cancellationToken);
        }
        catch (Exception e) when (e is AlignmentException or CorpusException or IOException or UnauthorizedAccessException)
        {
            throw new GridException(e.Message) { IsTransient = e is CorpusException { IsTransient: true } };
        }
    }
}
