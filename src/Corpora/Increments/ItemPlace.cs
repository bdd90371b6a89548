using System.Globalization;

namespace UniBind.Grid.Corpora;

/// <summary>Where an item is in a plan: its shard, and its place among the items of it.</summary>
/// <param name="Page">The page.</param>
/// <param name="Number">The shard's number in the page, below 65,536: a page has no more rows.</param>
/// <param name="Row">The item's place in the shard, from 0, below 65,536.</param>
public readonly record struct ItemPlace(int Page, int Number, int Row)
{
    private const int Bits = 16;

    /// <summary>The shard's id.</summary>
    public string Shard => ShardId.Of(Page, Number);

    /// <summary>The place in 64 bits; places of one plan sort as the plan does.</summary>
    internal ulong Packed => ((ulong)(uint)Page << (2 * Bits)) | ((ulong)(ushort)Number << Bits) | (ushort)Row;

    /// <summary>What <see cref="Packed"/> gave.</summary>
    internal static ItemPlace Unpack(ulong packed) => new((int)(packed >> (2 * Bits)), (ushort)(packed >> Bits), (ushort)packed);

    /// <exception cref="FormatException">The text is no shard, or the row out of range.</exception>
    internal static ItemPlace Parse(string shard, int row)
    {
        try
        {
            var (page, number) = ShardId.Parse(shard);
            return number <= ushort.MaxValue && row is >= 0 and <= ushort.MaxValue
                ? new(page, number, row)
                : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"'{shard}' has no item {row}."));
        }
        catch (ArgumentException e)
        {
            throw new FormatException(e.Message, e);
        }
    }
}
