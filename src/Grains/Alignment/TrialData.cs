using UniBind.Grid.Alignment;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Grains;

/// <summary>Loads the items of a trial from the jobs' folders.</summary>
/// <remarks>Thread-safe; a singleton of the encoder silo.</remarks>
public sealed class TrialData(SpaceFolder folder)
{
    /// <summary>The items that a trial trains on and those that it measures on: the held-out ones, or those of the fold that is left out.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="targets">Its targets.</param>
    /// <param name="train">False leaves out the items to train on: closed-form heads come from sums.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="AlignmentException">There are more values than one array holds.</exception>
    /// <exception cref="CorpusException">A part cannot be read.</exception>
    internal async Task<(HeadExamples Train, HeadExamples HeldOut)> LoadAsync(AlignTrial trial, AlignTargetsOnDisk targets, bool train, CancellationToken cancellationToken)
    {
        var most = trial.Groups.Sum(g => g.Train);
        var dimension = trial.Groups.Max(g => g.RawDimension);
        var kept = new ExamplesBuilder(train ? most : 0, dimension);
        var left = new ExamplesBuilder(trial.Fold < 0 ? trial.Groups.Sum(g => g.HeldOut) : most, dimension);
        var reader = new AlignGroupReader(trial.Run, targets);
        foreach (var group in trial.Groups)
        {
            var items = await reader.ReadAsync(group.Group, cancellationToken);
            if (items.Summary.Train != group.Train || items.Summary.HeldOut != group.HeldOut)
                throw new CorpusException($"The output in '{group.Group.Folder}' changed while a head was trained on it; train again.");
            using var file = AlignTargetsOnDisk.OpenCaptions(group, folder.Blobs);
            var captions = file?.Matrix(AlignGroups.CaptionsTensor);
            foreach (var item in items.Items)
            {
                // With folds, what is held out stays out of both sides, for the final training.
                if (trial.Fold >= 0 && item.HeldOut)
                    continue;
                var measured = trial.Fold < 0 ? item.HeldOut : item.Fold == trial.Fold;
                if (measured || train)
                    (measured ? left : kept).Add(item, captions);
            }
        }
        return (kept.ToExamples(), left.ToExamples());
    }
}
