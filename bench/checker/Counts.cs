namespace UniBind.Grid.Bench.Checker;

/// <summary>What was counted in an output folder.</summary>
internal sealed class Counts
{
    public long Rows { get; set; }

    public long Letters { get; set; }

    public SortedDictionary<string, long> RowsByModality { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, long> LettersByCode { get; } = new(StringComparer.Ordinal);

    public void Add(PartRow row)
    {
        Rows++;
        RowsByModality[row.Modality] = RowsByModality.GetValueOrDefault(row.Modality) + 1;
    }

    public void Add(Letter letter)
    {
        Letters++;
        LettersByCode[letter.Code] = LettersByCode.GetValueOrDefault(letter.Code) + 1;
    }
}
