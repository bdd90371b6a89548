namespace UniBind.Grid.Grains;

/// <summary>The trials that a training's settings make.</summary>
internal sealed class AlignTrials
{
    private readonly AlignTrial _common;
    private readonly IReadOnlyList<AlignTrial> _settings;

    /// <summary>All settings of a request.</summary>
    public AlignTrials(AlignTrial common)
        : this(common, SettingsOf(common))
    {
    }

    private AlignTrials(AlignTrial common, IReadOnlyList<AlignTrial> settings)
    {
        _common = common;
        _settings = settings;
    }

    /// <summary>Whether folds choose among the settings.</summary>
    public bool UsesFolds => _common.Run.Options.Folds >= 2 && _common.Run.Method != AlignMethods.Labels;

    /// <summary>Whether something must be held out to choose.</summary>
    public bool NeedsHeldOut => _settings.Count > 1 || _settings[0].Lambdas.Length > 1;

    /// <summary>Every setting, each without one fold.</summary>
    public IReadOnlyList<AlignTrial> Folds() =>
        [.. _settings.SelectMany(s => Enumerable.Range(0, _common.Run.Options.Folds).Select(fold => s with { Fold = fold }))];

    /// <summary>Every setting on all items.</summary>
    public IReadOnlyList<AlignTrial> Final() => _settings;

    /// <summary>The setting that was best in the mean of its folds, and what it reached.</summary>
    /// <param name="tried">The results of <see cref="Folds"/>, in their order.</param>
    /// <exception cref="GridException">A fold has no item to measure on.</exception>
    public (AlignTrials Best, AlignScore Reached) Best(IReadOnlyList<AlignTrialResult> tried)
    {
        var folds = _common.Run.Options.Folds;
        var candidates = new List<(AlignTrial Setting, AlignScore Score)>();
        for (var s = 0; s < _settings.Count; s++)
        {
            var results = tried.Skip(s * folds).Take(folds).ToArray();
            if (results.Any(r => r.Scores.Length != results[0].Scores.Length || r.Scores.Length == 0))
                throw new GridException($"There are too few groups of items for {folds} folds: one has nothing to measure on; give fewer folds.");
            for (var i = 0; i < results[0].Scores.Length; i++)
            {
                var setting = results[0].Lambdas.Length > 0 && _common.Run.Method == AlignMethods.Ridge ? _settings[s] with { Lambdas = [results[0].Lambdas[i]] } : _settings[s];
                candidates.Add((setting, AlignScores.Mean([.. results.Select(r => r.Scores[i])])));
            }
        }
        var best = candidates[AlignScores.Best([.. candidates.Select(c => c.Score)])];
        return (new AlignTrials(_common, [best.Setting]), best.Score);
    }

    private static IReadOnlyList<AlignTrial> SettingsOf(AlignTrial common)
    {
        var options = common.Run.Options;
        if (common.Run.Method != AlignMethods.InfoNce)
            return [common with { Lambdas = common.Run.Method == AlignMethods.Ridge ? options.Lambdas : [], Seed = options.Seed }];
        return
        [
            .. from temperature in options.Temperatures
               from rate in options.LearningRates
               from seed in Enumerable.Range(0, options.Trials)
               select common with { Temperature = temperature, LearningRate = rate, Seed = options.Seed + seed },
        ];
    }
}
