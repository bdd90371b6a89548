namespace UniBind.Grid.Alignment;

/// <summary>An array of numpy, which its state fills.</summary>
internal sealed class PickleArray
{
    /// <summary>Its values; null until the state came.</summary>
    public PickleTensor? Tensor { get; set; }
}
