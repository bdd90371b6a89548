using System.Numerics;

namespace UniBind.Grid.Media;

/// <summary>A trie over the pieces of a vocabulary: a flat hash table of (node, character) -> node, so that a lookup touches no string.</summary>
/// <remarks>Immutable and thread-safe. An entry packs node, character and target into 64 bits: one cache line a step.</remarks>
internal sealed class PieceTrie
{
    /// <summary>The node to start from.</summary>
    public const int Root = 0;

    private const int NodeBits = 24;
    private const ulong Spread = 0x9E3779B97F4A7C15;
    private readonly ulong[] _edges;
    private readonly int[] _pieces;
    private readonly int _shift;

    /// <summary>Builds the trie.</summary>
    /// <param name="pieces">The pieces, none empty; of equal ones the first counts.</param>
    /// <exception cref="InvalidDataException">There are more than 16 million nodes.</exception>
    public PieceTrie(IReadOnlyList<UnigramPiece> pieces)
    {
        var targets = new Dictionary<ulong, int>();
        var ends = new List<int> { -1 };
        for (var i = 0; i < pieces.Count; i++)
        {
            var node = Root;
            foreach (var c in pieces[i].Text)
            {
                if (!targets.TryGetValue(Key(node, c), out var next))
                {
                    targets.Add(Key(node, c), next = ends.Count);
                    ends.Add(-1);
                }
                node = next;
            }
            if (ends[node] < 0)
                ends[node] = i;
        }
        if (ends.Count >= 1 << NodeBits)
            throw new InvalidDataException("The vocabulary is too large.");

        var size = BitOperations.RoundUpToPowerOf2((uint)(2 * targets.Count + 2));
        _shift = 64 - BitOperations.Log2(size);
        _edges = new ulong[size];
        _pieces = [.. ends];
        foreach (var (key, target) in targets)
            _edges[Slot(key)] = (key << NodeBits) | (uint)target;
    }

    /// <summary>The node behind a character, or -1.</summary>
    public int Next(int node, char c)
    {
        var entry = _edges[Slot(Key(node, c))];
        return entry == 0 ? -1 : (int)entry & ((1 << NodeBits) - 1);
    }

    /// <summary>The index of the piece that ends at a node, or -1.</summary>
    public int PieceAt(int node) => _pieces[node];

    private static ulong Key(int node, char c) => ((ulong)(uint)node << 16) | c;

    // A free slot is 0; no entry is, since the root is no target.
    private int Slot(ulong key)
    {
        var slot = (int)((key * Spread) >> _shift);
        while (_edges[slot] is var entry && entry != 0 && entry >> NodeBits != key)
            slot = (slot + 1) & (_edges.Length - 1);
        return slot;
    }
}
