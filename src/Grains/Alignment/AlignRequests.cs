namespace UniBind.Grid.Grains;

/// <summary>Refuses requests that cannot be fulfilled, before anything is read.</summary>
internal static class AlignRequests
{
    private const int MaxTrials = 1_000;
    private const int MaxSources = 10_000;

    /// <exception cref="GridException">A setting is out of range, or two do not go together; the message says which.</exception>
    public static void Check(AlignRequest request, Modality modality)
    {
        var options = request.Options;
        Require(modality != Modality.Text, "Text needs no head: its embeddings are what the other modalities are aligned to.");
        Require(AlignMethods.All.Contains(request.Method), $"'{request.Method}' is no method; there are {string.Join(", ", AlignMethods.All)}.");
        Require(AlignTargets.All.Contains(request.Target), $"'{request.Target}' is no target; there are {string.Join(", ", AlignTargets.All)}.");
        Require(request.Sources.Length <= MaxSources, $"There are {request.Sources.Length:N0} sources; at most {MaxSources:N0} go into one training.");
        if (request.Method == AlignMethods.Labels)
            CheckLabels(request, modality);
        else
            Require(request.Sources.Length > 0, "There is nothing to train on; name the output folders of finished jobs, or the jobs, with --on.");
        Require(options.HoldOut is >= 0 and < 1, $"The hold-out share is {options.HoldOut}; it must be at least 0 and less than 1.");
        Require(options.Folds is 0 or (>= 2 and <= 100), $"There are {options.Folds} folds; give 0 for none, or 2 to 100.");
        ScoreRules.Parse(options.Score);
        if (request.Method == AlignMethods.InfoNce)
            CheckContrastive(options);
        if (request.Method == AlignMethods.Ridge)
            Require(options.Lambdas.Length <= 100 && options.Lambdas.All(l => double.IsFinite(l) && l >= 0), "The ridge lambdas must be at most 100 numbers of 0 or more.");
    }

    private static void CheckContrastive(AlignOptions options)
    {
        Require(options.Epochs > 0, "The training would have zero steps, since it has no epoch; give at least 1.");
        Require(options.Epochs <= 1_000_000, $"There are {options.Epochs:N0} epochs; at most 1,000,000 are allowed.");
        Require(options.Batch is >= 2 and <= 65_536, $"The batch is {options.Batch}; it must be 2 to 65,536.");
        Require(options.WarmUp is >= 0 and < 1, $"The warm-up is {options.WarmUp}; it is the share of the steps, at least 0 and less than 1.");
        Require(options.Start is "auto" or "identity" or "ridge" or "orthogonal", $"'{options.Start}' is no start; there are auto, identity, ridge and orthogonal.");
        Require(options.Temperatures.Length > 0 && options.LearningRates.Length > 0, "There is no temperature or no learning rate; give at least one of each.");
        Require(options.LearningRates.All(r => r > 0), "A learning rate of 0 trains nothing; give one above it.");
        Require(options.Trials >= 1 && (long)options.Trials * options.Temperatures.Length * options.LearningRates.Length <= MaxTrials,
            $"There must be 1 to {MaxTrials:N0} trials, the temperatures times the learning rates times the seeds.");
    }

    private static void CheckLabels(AlignRequest request, Modality modality)
    {
        Require(request.Labels.Length > 0, $"There are no labels for {modality.Name()}; give the names of its encoder's classes with --labels {modality.Name()}=FILE.");
        Require(request.Labels.Length <= AlignRequest.MaxLabels && request.Labels.Sum(l => (long)l.Length) <= AlignRequest.MaxLabelCharacters,
            $"The labels of {modality.Name()} have more than {AlignRequest.MaxLabels:N0} lines or {AlignRequest.MaxLabelCharacters:N0} characters.");
        Require(request.Options.Top >= 0, $"The head keeps {request.Options.Top} probabilities; give 0 for all, or more.");
    }

    private static void Require(bool holds, string sentence)
    {
        if (!holds)
            throw new GridException(sentence);
    }
}
