namespace UniBind.Grid.Corpora;

/// <summary>Where items come from. Opened again from the same string on any machine that sees the same files, it lists and opens the same items.</summary>
/// <remarks><see cref="Open"/> is thread-safe; any number of listings may run at the same time.</remarks>
public interface ICorpusSource
{
    /// <summary>The absolute folder, or the address of one, that all addresses are relative to, and that no item may leave.</summary>
    string Root { get; }

    /// <summary>Lists the items, always in the same order, with memory that does not grow with their number.</summary>
    /// <param name="ct">Ends the listing.</param>
    /// <exception cref="CorpusException">The source as a whole cannot be read.</exception>
    IAsyncEnumerable<ListedItem> ListAsync(CancellationToken ct = default);

    /// <summary>Opens the content of a listed item; the caller disposes it.</summary>
    /// <param name="item">An item of this source.</param>
    /// <exception cref="ItemException">Stage read: the content changed since the listing (<c>changed</c>), is gone (<c>unreadable</c>),
    /// leaves the root (<c>escapes-root</c>) or is too large.</exception>
    MediaContent Open(CorpusItem item);
}
