namespace UniBind.Grid.Alignment;

/// <summary>W and b, or anything of their shape: gradients, moments.</summary>
/// <param name="Rows">The rows of W: the dimension of the space.</param>
/// <param name="Columns">Its columns: the length of a raw embedding.</param>
/// <param name="Weights">W, row by row.</param>
/// <param name="Bias">b; empty for none.</param>
internal sealed record HeadParameters(int Rows, int Columns, float[] Weights, float[] Bias)
{
    public static HeadParameters Zero(int rows, int columns, bool bias) => new(rows, columns, new float[(long)rows * columns], new float[bias ? rows : 0]);

    public HeadParameters ZeroLike() => Zero(Rows, Columns, Bias.Length > 0);

    public HeadParameters Copy() => this with { Weights = [.. Weights], Bias = [.. Bias] };

    public void CopyFrom(HeadParameters other)
    {
        other.Weights.CopyTo(Weights, 0);
        other.Bias.CopyTo(Bias, 0);
    }

    public EmbeddingMatrix Matrix() => new(Weights, Rows, Columns);
}
