namespace UniBind.Grid.Alignment;

/// <summary>Turns the class scores of one modality into confidences. Fitted by <see cref="ScoreCalibrator"/>.</summary>
/// <param name="Temperature">Confidence = softmax(scores / temperature) over all classes.</param>
/// <param name="UnknownBelow">An item whose best confidence is lower belongs to no class; 0 never says so.</param>
/// <param name="Rule">How the class scores were made that it was fitted on; it says nothing about others. Null for any.</param>
public sealed record ScoreCalibration(double Temperature, double UnknownBelow, ScoreRule? Rule = null)
{
    /// <summary>Whether it was fitted on scores that a rule makes.</summary>
    public bool Fits(ScoreRule rule) => Rule is null || Rule == rule;

    /// <summary>Checks the numbers.</summary>
    /// <exception cref="AlignmentException">One is out of range.</exception>
    internal void Validate()
    {
        if (!(Temperature > 0 && double.IsFinite(Temperature)) || !(UnknownBelow is >= 0 and <= 1))
            throw new AlignmentException(FormattableString.Invariant(
                $"The calibration of a head has the temperature {Temperature} and the threshold {UnknownBelow}; the first must be greater than 0 and the second 0 to 1, so train the head again."));
    }
}
