namespace UniBind.Grid.Alignment;

/// <summary>What reading one file may cost, nested pickles included: a small hostile file must not cost much time or memory.</summary>
/// <param name="fileLength">The bytes of the file.</param>
internal sealed class PickleBudget(long fileLength)
{
    /// <summary>A file of 20,000 classes takes about 3 million.</summary>
    private const int MaxInstructions = 8_000_000;
    private const int MaxDepth = 2;

    private long _left = (2 * fileLength) + (1 << 20);
    private int _instructions;
    private int _depth;

    /// <summary>Counts an instruction.</summary>
    /// <exception cref="InvalidDataException">There were too many.</exception>
    public void Step()
    {
        if (++_instructions > MaxInstructions)
            throw new InvalidDataException($"it has more than {MaxInstructions:N0} instructions");
    }

    /// <summary>Counts bytes or numbers that are copied. Honest files copy no more than they have.</summary>
    /// <exception cref="InvalidDataException">There were too many.</exception>
    public void Charge(long amount)
    {
        _left -= amount;
        if (_left < 0)
            throw new InvalidDataException("its tensors or texts add up to far more than the file's size");
    }

    /// <summary>Counts a pickle within a pickle, for as long as the result is not disposed.</summary>
    /// <exception cref="InvalidDataException">They are nested too deep.</exception>
    public IDisposable Enter()
    {
        if (++_depth > MaxDepth)
            throw new InvalidDataException("it has pickles nested deeper than those of torch");
        return new Exit(this);
    }

    private sealed class Exit(PickleBudget budget) : IDisposable
    {
        public void Dispose() => budget._depth--;
    }
}
