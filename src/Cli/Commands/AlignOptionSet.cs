using System.CommandLine;
using UniBind.Grid.Alignment;

namespace UniBind.Grid.Cli;

/// <summary>The options of <c>unibind align</c> that say how heads are trained.</summary>
internal sealed class AlignOptionSet
{
    private static readonly AlignOptions Defaults = new();

    private readonly Option<string> _method = new("--method") { Description = "How: contrastive training, a closed-form solution, the best rotation, or no training from the names of the encoder's classes.", DefaultValueFactory = _ => AlignMethods.InfoNce };
    private readonly Option<string> _target = new("--target") { Description = "Towards what: the class centers, or each item's caption.", DefaultValueFactory = _ => AlignTargets.Centers };
    private readonly Option<int?> _version = new("--space-version") { Description = "Train towards the centers of this published version; by default towards those in use, which the next version will hold.", HelpName = "N" };
    private readonly Option<double[]> _temperatures = List("--temperature", "infonce: the temperature; of several the best is taken.", Defaults.Temperatures);
    private readonly Option<double[]> _rates = List("--lr", "infonce: the peak learning rate; of several the best is taken.", Defaults.LearningRates);
    private readonly Option<double[]> _lambdas = List("--lambda", "ridge: the penalty; of several the best is taken. Nine by default.", Defaults.Lambdas);
    private readonly Option<bool> _symmetric = new("--symmetric") { Description = "infonce: also the loss from the targets to the items." };
    private readonly Option<bool> _noMask = new("--no-mask") { Description = "infonce: items of one class are each other's negatives, too." };
    private readonly Option<double> _decay = Number("--weight-decay", "infonce: the weight decay.", Defaults.WeightDecay, 10);
    private readonly Option<int> _batch = Whole("--batch", "infonce: the items of a step.", Defaults.Batch, 2, 65_536);
    private readonly Option<int> _epochs = Whole("--epochs", "infonce: the passes over all items at most.", Defaults.Epochs, 1, 1_000_000);
    private readonly Option<double> _warmUp = Number("--warm-up", "infonce: the share of the steps in which the learning rate rises.", Defaults.WarmUp, 0.99);
    private readonly Option<double> _clip = Number("--clip", "infonce: the greatest norm of a gradient; 0 for none.", Defaults.Clip, 1e9);
    private readonly Option<int> _patience = Whole("--patience", "infonce: ends after so many passes without a better held-out result; 0 never ends early.", Defaults.Patience, 0, 1_000_000);
    private readonly Option<string> _start = new("--start") { Description = "infonce: what training starts from.", DefaultValueFactory = _ => Defaults.Start };
    private readonly Option<int> _trials = Whole("--trials", "infonce: so many seeds; the best is taken.", Defaults.Trials, 1, 1_000);
    private readonly Option<double> _holdOut = Number("--hold-out", "The share of the train split's groups that is held out to measure on, besides the split 'val'. The split 'test' is never read.", Defaults.HoldOut, 0.99);
    private readonly Option<int> _folds = Whole("--folds", "Compare settings by cross-validation over so many folds of the groups; 0 for none.", Defaults.Folds, 0, 100);
    private readonly Option<long> _seed = new Option<long>("--seed") { Description = "What order, hold-out and folds are drawn from.", HelpName = "N", DefaultValueFactory = _ => Defaults.Seed }.Within(0, long.MaxValue);
    private readonly Option<int> _top = Whole("--top", "labels: the greatest class scores of an item that count; 0 for all.", Defaults.Top, 0, 65_536);
    private readonly Option<string> _score = ScoreOption.Create("The class scores that confidences are fitted for, as 'space publish' will make them");
    private readonly Option<string[]> _labels = new("--labels") { Description = "labels: the file with the names of the encoder's classes, a line each (or a CSV with the column display_name). May be repeated.", HelpName = "MODALITY=FILE", AllowMultipleArgumentsPerToken = false };

    private AlignOptionSet(Command command)
    {
        _method.AcceptOnlyFromAmong([.. AlignMethods.All]);
        _target.AcceptOnlyFromAmong([.. AlignTargets.All]);
        _start.AcceptOnlyFromAmong("auto", "identity", "ridge", "orthogonal");
        _version.Within(1, int.MaxValue);
        Option[] all =
        [
            _method, _target, _version, _labels, _top, _lambdas, _temperatures, _rates, _symmetric, _noMask, _decay, _batch, _epochs, _warmUp, _clip,
            _patience, _start, _trials, _holdOut, _folds, _seed, _score,
        ];
        foreach (var option in all)
            command.Add(option);
        command.Validators.Add(result =>
        {
            var labels = result.GetValue(_labels) is { Length: > 0 };
            if (labels != (result.GetValue(_method) == AlignMethods.Labels))
                result.AddError(labels ? "--labels means nothing without --method labels." : "--method labels needs the names of the encoder's classes: --labels MODALITY=FILE.");
            if (result.GetValue(_folds) == 1)
                result.AddError("--folds takes 0 for none, or 2 to 100, and not 1.");
        });
    }

    /// <summary>Adds the options to a command.</summary>
    public static AlignOptionSet AddTo(Command command) => new(command);

    /// <summary>The label files by modality.</summary>
    /// <exception cref="GridException">An entry is not of the form MODALITY=FILE, or names a modality twice.</exception>
    public IReadOnlyDictionary<Modality, string> LabelFiles(ParseResult parsed) => ModalityPairs.Parse("--labels", "FILE", parsed.GetValue(_labels) ?? []);

    /// <summary>The request for one modality.</summary>
    /// <exception cref="AlignmentException">Its label file cannot be read.</exception>
    public AlignRequest Read(ParseResult parsed, Modality modality, string[] sources, string pack) => new()
    {
        Sources = sources,
        Method = parsed.GetRequiredValue(_method),
        Target = parsed.GetRequiredValue(_target),
        SpaceVersion = parsed.GetValue(_version),
        Pack = pack,
        Labels = LabelFiles(parsed).TryGetValue(modality, out var file) ? [.. LabelFile.Read(file)] : [],
        Options = new AlignOptions
        {
            Temperatures = parsed.GetRequiredValue(_temperatures),
            LearningRates = parsed.GetRequiredValue(_rates),
            Lambdas = parsed.GetValue(_lambdas) ?? [],
            Symmetric = parsed.GetValue(_symmetric),
            MaskSameClass = !parsed.GetValue(_noMask),
            WeightDecay = parsed.GetValue(_decay),
            Batch = parsed.GetValue(_batch),
            Epochs = parsed.GetValue(_epochs),
            WarmUp = parsed.GetValue(_warmUp),
            Clip = parsed.GetValue(_clip),
            Patience = parsed.GetValue(_patience),
            Start = parsed.GetRequiredValue(_start),
            Trials = parsed.GetValue(_trials),
            HoldOut = parsed.GetValue(_holdOut),
            Folds = parsed.GetValue(_folds),
            Seed = parsed.GetValue(_seed),
            Top = parsed.GetValue(_top),
            Score = parsed.GetRequiredValue(_score),
        },
    };

    private static Option<int> Whole(string name, string description, int standard, int least, int most) =>
        new Option<int>(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => standard }.Within(least, most);

    private static Option<double> Number(string name, string description, double standard, double most) =>
        new Option<double>(name) { Description = description, HelpName = "X", DefaultValueFactory = _ => standard }.Within(0, most);

    private static Option<double[]> List(string name, string description, double[] standard) =>
        new Option<double[]>(name) { Description = description, HelpName = "X[,X...]", DefaultValueFactory = _ => standard }.EachWithin(0, 1e30);
}
