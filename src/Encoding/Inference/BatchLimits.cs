namespace UniBind.Grid.Encoding;

/// <summary>The bounds of one Run.</summary>
/// <param name="MaxRows">The most rows.</param>
/// <param name="MaxCost">The bound on rows times the padded elements of the dynamic dimensions (tokens, points); 0 means none. A single row always runs.</param>
public readonly record struct BatchLimits(int MaxRows, int MaxCost)
{
    /// <summary>Whether a Run of so many rows, each of so many elements after padding, is within the bounds.</summary>
    public bool Allows(int rows, long elements) =>
        rows == 1 || (rows <= MaxRows && (MaxCost == 0 || rows * elements <= MaxCost));
}
