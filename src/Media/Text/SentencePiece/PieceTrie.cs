using System.Numerics;

namespace UniBind.Grid.Media;

/// <summary>A trie over the pieces of a vocabulary: a flat hash table of (node, character) -> node, so that a lookup touches no string.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class PieceTrie
{
    /// <summary>The node to start from.</summary>
    public const int Root = 0;

    private const ulong Spread = 0x9E3779B97F4A7C15;
    private readonly ulong[] _edges;
    private readonly int[] _targets;
    private readonly int _shift;
    private readonly int[] _pieces;

    /// <summary>Builds the trie.</summary>
    /// <param name="pieces">The pieces, none empty; of equal ones the first counts.</param>
    public PieceTrie(IReadOnlyList<UnigramPiece> pieces)
    {
        var most = 1 + pieces.Sum(p => p.Text.Length);
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)(2 * most));
        _shift = 64 - BitOperations.Log2((uint)size);
        _edges = new ulong[size];
        _targets = new int[size];
        var ends = new List<int> { -1 };
        for (var i = 0; i < pieces.Count; i++)
        {
            var node = Root;
            foreach (var c in pieces[i].Text)
            {
                var slot = Slot(Key(node, c));
                if (_edges[slot] == 0)
                {
                    _edges[slot] = Key(node, c);
                    _targets[slot] = ends.Count;
                    ends.Add(-1);
                }
                node = _targets[slot];
            }
            if (ends[node] < 0)
                ends[node] = i;
        }
        _pieces = [.. ends];
    }

    /// <summary>The node behind a character, or -1.</summary>
    public int Next(int node, char c)
    {
        var slot = Slot(Key(node, c));
        return _edges[slot] == 0 ? -1 : _targets[slot];
    }

    /// <summary>The index of the piece that ends at a node, or -1.</summary>
    public int PieceAt(int node) => _pieces[node];

    // Never 0, which marks a free slot.
    private static ulong Key(int node, char c) => ((ulong)(uint)node << 17) | 0x10000 | c;

    private int Slot(ulong key)
    {
        var slot = (int)((key * Spread) >> _shift);
        while (_edges[slot] != 0 && _edges[slot] != key)
            slot = (slot + 1) & (_edges.Length - 1);
        return slot;
    }
}
