namespace UniBind.Grid.Media;

/// <summary>Counts the n-grams of a text, window by window.</summary>
/// <remarks>
/// Features: words (weight 1), pairs of words (0.7), and the 3- to 5-grams of each word of two or more characters between boundary marks
/// (<paramref name="characterWeight"/>, small, so that the many of them do not drown the words; they make inflections and misspellings neighbours).
/// Thread-safe: tables are lent out one to a caller.
/// </remarks>
internal sealed class NgramCounter(int buckets, int capacity, float characterWeight)
{
    private const float WordWeight = 1, PairWeight = 0.7f;
    private const int WordStart = 0x02, WordEnd = 0x03, Between = 0x20;
    private NgramTable? _spare;

    /// <summary>The windows of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">Where to stop.</param>
    /// <param name="truncated">True when words were left over.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public List<NgramWindow> Count(string text, int most, out bool truncated, CancellationToken cancellationToken)
    {
        var table = Interlocked.Exchange(ref _spare, null) ?? new NgramTable(capacity);
        try
        {
            return Count(text, most, table, out truncated, cancellationToken);
        }
        finally
        {
            table.Clear();
            _spare = table;
        }
    }

    private List<NgramWindow> Count(string text, int most, NgramTable table, out bool truncated, CancellationToken cancellationToken)
    {
        var windows = new List<NgramWindow>(1);
        NgramHash? previous = null;
        Span<int> room = stackalloc int[NgramWords.MaxLength];
        var blocks = new TextBlocks(text);
        while (blocks.MoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var words = new NgramWords(blocks.Current, room);
            while (words.MoveNext())
            {
                if (!Fits(table, words.Current, previous))
                {
                    windows.Add(Take(table));
                    previous = null;
                    if (truncated = windows.Count == most)
                        return windows;
                }
                previous = Add(table, words.Current, previous);
            }
        }
        if (table.Count > 0)
            windows.Add(Take(table));
        truncated = false;
        return windows;
    }

    private NgramHash Add(NgramTable table, ReadOnlySpan<int> word, NgramHash? previous)
    {
        var single = Hash(NgramHash.Of(NgramKind.Word), word);
        table.Add(single.Finish(), WordWeight);
        if (previous is { } first)
            table.Add(Hash(first, word).Finish(), PairWeight);
        if (characterWeight > 0)
        {
            Span<ulong> hashes = stackalloc ulong[3 * (NgramWords.MaxLength + 2)];
            foreach (var hash in hashes[..Characters(word, hashes)])
                table.Add(hash, characterWeight);
        }
        return Hash(NgramHash.Of(NgramKind.WordPair), word).Add(Between);
    }

    /// <summary>True when the word's n-grams have room; near the end of the table they are looked up to tell.</summary>
    private bool Fits(NgramTable table, ReadOnlySpan<int> word, NgramHash? previous)
    {
        if (table.Free >= 2 + 3 * (word.Length + 2))
            return true;
        var added = 2;
        if (table.Contains(Hash(NgramHash.Of(NgramKind.Word), word).Finish()))
            added--;
        if (previous is null || table.Contains(Hash(previous.Value, word).Finish()))
            added--;
        if (characterWeight > 0)
        {
            Span<ulong> hashes = stackalloc ulong[3 * (NgramWords.MaxLength + 2)];
            foreach (var hash in hashes[..Characters(word, hashes)])
                added += table.Contains(hash) ? 0 : 1;
        }
        return added <= table.Free;
    }

    private NgramWindow Take(NgramTable table)
    {
        var window = new NgramWindow(new long[table.Count], new float[table.Count]);
        table.Write(buckets, window.Bucket, window.Weight);
        table.Clear();
        return window;
    }

    private static NgramHash Hash(NgramHash hash, ReadOnlySpan<int> word)
    {
        foreach (var codePoint in word)
            hash = hash.Add(codePoint);
        return hash;
    }

    /// <summary>The hashes of all 3-, 4- and 5-grams of a word between its marks; none for a word of one character.</summary>
    private static int Characters(ReadOnlySpan<int> word, Span<ulong> hashes)
    {
        if (word.Length < 2)
            return 0;
        Span<int> marked = stackalloc int[NgramWords.MaxLength + 2];
        marked = marked[..(word.Length + 2)];
        marked[0] = WordStart;
        word.CopyTo(marked[1..]);
        marked[^1] = WordEnd;
        var count = 0;
        for (var start = 0; start + 3 <= marked.Length; start++)
        {
            var hash = NgramHash.Of(NgramKind.Characters).Add(marked[start]).Add(marked[start + 1]);
            for (var end = start + 2; end < marked.Length && end < start + 5; end++)
            {
                hash = hash.Add(marked[end]);
                hashes[count++] = hash.Finish();
            }
        }
        return count;
    }
}
