namespace UniBind.Grid.Media;

/// <summary>Turns text into token ids block by block, without the special tokens around them.</summary>
/// <remarks>Implementations are immutable and thread-safe.</remarks>
internal abstract class BlockTokenizer
{
    /// <summary>What tells this tokenizer from others: the hash of its vocabulary and what else its ids depend on.</summary>
    public abstract string Fingerprint { get; }

    /// <summary>The first ids of a text: all of them, or at least one more than <paramref name="limit"/> as the sign that there are more.</summary>
    public List<int> Encode(string text, int limit, CancellationToken cancellationToken)
    {
        var ids = new List<int>(Math.Min(limit + 1, 256));
        var blocks = new TextBlocks(text);
        while (ids.Count <= limit && blocks.MoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            EncodeBlock(blocks.Current, blocks.Continues, ids);
        }
        return ids;
    }

    /// <summary>Appends the ids of one block; it may stop at any point once it has appended more ids than any window holds, but need not.</summary>
    /// <param name="block">At most <see cref="TextBlocks.Longest"/> characters, not empty, without white space at its ends.</param>
    /// <param name="continues">True when it goes on with the previous block's last word.</param>
    /// <param name="ids">Where the ids go.</param>
    protected abstract void EncodeBlock(ReadOnlySpan<char> block, bool continues, List<int> ids);
}
