namespace UniBind.Grid.Alignment;

/// <summary>The numbers behind tensors.</summary>
/// <param name="Type">Their type.</param>
/// <param name="Count">How many there are.</param>
internal sealed record PickleStorage(PickleNumber Type, long Count)
{
    /// <summary>Their bytes, which may come later than the tensors; null when they never came.</summary>
    public Lazy<ReadOnlyMemory<byte>>? Bytes { get; set; }

    /// <summary>Whether the most significant byte comes first.</summary>
    public bool IsBigEndian { get; init; }

    /// <summary>The bytes of one number.</summary>
    public int ItemSize => Type switch
    {
        PickleNumber.Half or PickleNumber.BFloat => 2,
        PickleNumber.Float => 4,
        _ => 8,
    };
}
