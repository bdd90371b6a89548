namespace UniBind.Grid.Corpora;

/// <summary>An object that is being written. Nobody sees it before <see cref="CreateAsync"/> or <see cref="ReplaceAsync"/>; without either nothing stays.</summary>
/// <remarks>Not thread-safe. Write, then end it once, then dispose it.</remarks>
public abstract class StagedObject : IAsyncDisposable
{
    /// <summary>Takes the content; forward only.</summary>
    public abstract Stream Stream { get; }

    /// <summary>The SHA-256 of what was written so far, in lower-case hexadecimal.</summary>
    public abstract string Sha256 { get; }

    /// <summary>The bytes written so far.</summary>
    public abstract long Length { get; }

    /// <summary>Gives the object its key unless that is taken: of all writers of one key exactly one gets true. Durable when this returns.</summary>
    /// <returns>False when the key was taken; that object is left as it is.</returns>
    /// <exception cref="CorpusException">It cannot be stored.</exception>
    public abstract Task<bool> CreateAsync(string key, CancellationToken ct = default);

    /// <summary>Gives the object its key in place of whatever has it. Durable when this returns.</summary>
    /// <exception cref="CorpusException">It cannot be stored.</exception>
    public abstract Task ReplaceAsync(string key, CancellationToken ct = default);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
