namespace UniBind.Grid.Encoding;

/// <summary>The output that is an encoder's raw embedding.</summary>
/// <param name="Name">The model's output: [rows, dimension], or with further dimensions of 1.</param>
/// <param name="Dimension">The raw dimension.</param>
/// <param name="Kind">What its numbers are.</param>
public sealed record EncoderOutput(string Name, int Dimension, OutputKind Kind = OutputKind.Embedding)
{
    /// <summary>The most numbers of a raw embedding.</summary>
    public const int MaxDimension = 65_536;
}
