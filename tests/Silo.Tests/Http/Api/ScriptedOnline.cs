using UniBind.Grid.Client;

namespace UniBind.Grid.Silo.Tests;

/// <summary>The online side of the grid, with answers of its own for models that a test scripts.</summary>
internal sealed class ScriptedOnline(IOnlineClient real) : IOnlineClient
{
    public delegate Task<OnlineEmbeddings> Answer(IReadOnlyList<MediaQuery> items, TimeSpan? timeout, CancellationToken cancellationToken);

    public Dictionary<string, Answer> Embeddings { get; } = [];

    public Dictionary<string, Func<MediaQuery, int, ClassifyReply>> Classes { get; } = [];

    public Task<OnlineEmbeddings> EmbedAsync(string space, IReadOnlyList<MediaQuery> items, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        Embeddings.TryGetValue(space, out var answer) ? answer(items, timeout, cancellationToken) : real.EmbedAsync(space, items, timeout, cancellationToken);

    public Task<ClassifyReply> ClassifyAsync(string space, MediaQuery item, int top = 5, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        Classes.TryGetValue(space, out var answer) ? Task.FromResult(answer(item, top)) : real.ClassifyAsync(space, item, top, timeout, cancellationToken);
}
