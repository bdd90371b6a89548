namespace UniBind.Grid.Alignment;

/// <summary>Keeps the best classes of one item, and the sum over all of them that confidences need, while the classes pass by in their order.</summary>
internal sealed class TopClasses(int top, ScoreCalibration? calibration)
{
    // One more than asked for: the margin needs the second.
    private readonly (float Score, int Class, int Row)[] _best = new (float, int, int)[Math.Max(2, top)];
    private int _count;
    private double _greatest = double.NegativeInfinity;
    private double _sum;

    /// <summary>Takes the next class. Of equal scores the earlier class stays before.</summary>
    public void Add(int index, float score, int row)
    {
        if (calibration is not null)
            AddExponent(score / calibration.Temperature);
        if (_count == _best.Length && score <= _best[^1].Score)
            return;
        var at = _count < _best.Length ? _count++ : _best.Length - 1;
        for (; at > 0 && score > _best[at - 1].Score; at--)
            _best[at] = _best[at - 1];
        _best[at] = (score, index, row);
    }

    /// <summary>What was found.</summary>
    public ScoredItem ToItem()
    {
        var classes = new ClassScore[Math.Min(top, _count)];
        for (var i = 0; i < classes.Length; i++)
            classes[i] = new ClassScore(_best[i].Class, _best[i].Score, Confidence(_best[i].Score), _best[i].Row);
        var isUnknown = _count == 0 || (calibration is not null && Confidence(_best[0].Score) < calibration.UnknownBelow);
        return new ScoredItem(classes, _count > 1 ? _best[0].Score - _best[1].Score : 0, isUnknown);
    }

    private float? Confidence(float score) => calibration is null ? null : (float)(Math.Exp((score / calibration.Temperature) - _greatest) / _sum);

    /// <summary>The sum of exponents relative to the greatest so far, so that none overflows.</summary>
    private void AddExponent(double value)
    {
        if (value > _greatest)
        {
            _sum = (_sum * Math.Exp(_greatest - value)) + 1;
            _greatest = value;
        }
        else
        {
            _sum += Math.Exp(value - _greatest);
        }
    }
}
