using System.Buffers.Binary;
using System.Security.Cryptography;

namespace UniBind.Grid.Alignment;

/// <summary>
/// Decides from an item alone what it is used for, so that every silo decides the same: items of the split <c>val</c> are held out; of those of
/// <c>train</c>, or of no split, a share by the hash of the group; all others, <c>test</c> first of all, are never looked at.
/// </summary>
/// <remarks>Immutable and thread-safe. Items of one group (one object that several sensors saw) are always on one side.</remarks>
public sealed class TrainingSplit
{
    private static readonly HashSet<string> TrainNames = new(StringComparer.OrdinalIgnoreCase) { "", "train", "training" };
    private static readonly HashSet<string> HeldOutNames = new(StringComparer.OrdinalIgnoreCase) { "val", "valid", "validation", "dev" };
    private readonly double _holdOut;
    private readonly long _seed;
    private readonly int _folds;

    /// <summary>Makes a split.</summary>
    /// <param name="holdOut">The share of the train split's groups that is held out, 0 to less than 1.</param>
    /// <param name="seed">What the shares are drawn from.</param>
    /// <param name="folds">The number of folds; below 2 for none.</param>
    public TrainingSplit(double holdOut, long seed, int folds = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(holdOut);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(holdOut, 1);
        _holdOut = holdOut;
        _seed = seed;
        _folds = folds;
    }

    /// <summary>What an item is used for.</summary>
    /// <param name="split">The split that its manifest names, or null.</param>
    /// <param name="group">The object that it shows, or null.</param>
    /// <param name="id">Its id, which stands in for a group.</param>
    public ItemUse UseOf(string? split, string? group, string id)
    {
        var name = split?.Trim() ?? "";
        if (HeldOutNames.Contains(name))
            return ItemUse.HeldOut;
        if (!TrainNames.Contains(name))
            return ItemUse.None;
        return Draw("hold-out", group, id) < _holdOut ? ItemUse.HeldOut : ItemUse.Train;
    }

    /// <summary>The fold that an item belongs to, from 0; 0 without folds.</summary>
    public int FoldOf(string? group, string id) => _folds < 2 ? 0 : Math.Min(_folds - 1, (int)(Draw("fold", group, id) * _folds));

    /// <summary>A number from 0 to less than 1, as good as drawn by lot.</summary>
    private double Draw(string purpose, string? group, string id)
    {
        var text = string.IsNullOrEmpty(group) ? "id\n" + id : "group\n" + group;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(FormattableString.Invariant($"{purpose}\n{_seed}\n{text}")), hash);
        return (BinaryPrimitives.ReadUInt64LittleEndian(hash) >> 11) * (1.0 / (1UL << 53));
    }
}
