using System.Globalization;
using System.Security.Cryptography;

namespace UniBind.Grid.Grains;

/// <summary>The addresses of what a training makes on its way: equal for equal content, targets and settings, and different for everything else.</summary>
internal static class AlignKeys
{
    // Raise it when what is stored under a key changes its meaning.
    private const string Version = "unibind-align-2";

    /// <summary>The address of what is made of a group of parts.</summary>
    /// <param name="run">The training.</param>
    /// <param name="job">The job that wrote the parts: their captions lie in its plan.</param>
    /// <param name="parts">The hashes of the parts.</param>
    public static string OfGroup(AlignRun run, string job, IEnumerable<string> parts)
    {
        var options = run.Options;
        return Hash(
        [
            "group", job, .. parts,
            run.Modality.Name(), run.Target, ClosedForm(run) ? "closed" : "steps",
            run.Centers ?? "", run.Target == AlignTargets.Captions ? run.TextEncoder : "", run.Captions ?? "", .. run.Calibrated,
            Text(options.HoldOut), Text(options.Seed), Text(options.Folds),
        ]);
    }

    /// <summary>The address of a trial: its checkpoint goes by it, on whatever silo it is tried.</summary>
    public static string OfTrial(AlignTrial trial)
    {
        var options = trial.Run.Options;
        return Hash(
        [
            "trial", trial.Run.Method, trial.Run.Labels ?? "", trial.Encoder, .. trial.Groups.Select(g => g.Group.Key),
            Text(trial.Temperature), Text(trial.LearningRate), .. trial.Lambdas.Select(l => Text(l)), Text(trial.Seed), Text(trial.Fold), Text(trial.Aligned ? 1 : 0),
            Text(options.Symmetric ? 1 : 0), Text(options.MaskSameClass ? 1 : 0), Text(options.WeightDecay), Text(options.Batch), Text(options.Epochs),
            Text(options.WarmUp), Text(options.Clip), Text(options.Patience), Text(options.Top), options.Start, options.Score,
        ]);
    }

    /// <summary>Whether the head comes from Gram matrices.</summary>
    public static bool ClosedForm(AlignRun run) => run.Method is AlignMethods.Ridge or AlignMethods.Procrustes;

    private static string Hash(IEnumerable<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', parts.Prepend(Version)))));

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
