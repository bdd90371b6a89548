namespace UniBind.Grid.Alignment;

/// <summary>A number type of numpy; the byte order comes with its state.</summary>
internal sealed class PickleDtype(PickleNumber type)
{
    /// <summary>The type.</summary>
    public PickleNumber Type => type;

    /// <summary>Whether the most significant byte comes first.</summary>
    public bool IsBigEndian { get; set; }
}
