using System.CommandLine;
using System.Text.Json;
using UniBind.Grid.Encoding;
using UniBind.Grid.Media;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind pack new</c>: makes a pack of a user's own ONNX export.</summary>
internal sealed class PackNewCommand
{
    private readonly Argument<string> _model = new("model") { Description = "The ONNX file; its external data lies beside it." };
    private readonly Option<string> _modality = new("--modality", "-m") { Description = $"What it encodes: {string.Join(", ", Modalities.All.Select(m => m.Name()))}.", HelpName = "MODALITY", Required = true };
    private readonly Option<string> _profile = new("--profile", "-p") { Description = $"The preprocessing profile: {string.Join(", ", ProfileRegistry.Names)}.", HelpName = "PROFILE", Required = true };
    private readonly Option<string> _output = new("--out", "-o") { Description = "The new pack's folder.", HelpName = "DIR", Required = true };
    private readonly Option<string?> _options = new("--options") { Description = "The profile's options as a JSON object.", HelpName = "JSON" };
    private readonly Option<string[]> _inputs = new("--input") { Description = "TENSOR=INPUT where names are not plain. May be repeated.", HelpName = "T=I", DefaultValueFactory = _ => [] };
    private readonly Option<string?> _vector = new("--output-name") { Description = "The model's output, where it has several.", HelpName = "NAME" };
    private readonly Option<int?> _dimension = new Option<int?>("--dimension") { Description = "The numbers of one row of the output, where the model does not tell.", HelpName = "N" }.Within(1, EncoderOutput.MaxDimension);
    private readonly Option<bool> _probabilities = new("--probabilities") { Description = "The output is a vector of class probabilities." };
    private readonly Option<string?> _name = new("--name") { Description = "The pack's name; its folder's by default." };
    private readonly Option<string?> _licence = new("--licence") { Description = "The licence, an SPDX identifier where there is one.", HelpName = "NAME" };
    private readonly Option<bool> _commercial = new("--commercial-use") { Description = "The licence allows commercial use." };
    private readonly Option<string?> _files = new("--files") { Description = "Where the profile's files (vocabularies) lie; the model's folder by default.", HelpName = "DIR" };
    private readonly Option<string?> _reference = new("--reference") { Description = "Vectors [n,d] that the samples must give.", HelpName = "NPY" };
    private readonly Option<string[]> _samples = new("--sample") { Description = "A media file for each row of the reference. May be repeated.", HelpName = "FILE", DefaultValueFactory = _ => [] };
    private readonly Option<bool> _asJson = Json.Option();

    public static Command Build() => new PackNewCommand().BuildCommand();

    private Command BuildCommand()
    {
        _modality.AcceptOnlyFromAmong([.. Modalities.All.Select(m => m.Name())]);
        _profile.AcceptOnlyFromAmong([.. ProfileRegistry.Names]);
        var command = new Command("new", """
            Make a pack of an ONNX model: finds its inputs and output, runs it, compares it with reference vectors if given.

            Examples:
              unibind pack new vision.onnx -m image -p clip-image -o my-pack
              unibind pack new yamnet.onnx -m audio -p audio-windows --output-name embedding -o yamnet --licence Apache-2.0 --commercial-use
              unibind pack new vision.onnx -m image -p clip-image -o my-pack --reference vectors.npy --sample a.jpg --sample b.jpg
            """) { _model, _modality, _profile, _output, _options, _inputs, _vector, _dimension, _probabilities, _name, _licence, _commercial, _files, _reference, _samples, _asJson };
        Require(_commercial, _licence);
        Require(_samples, _reference);
        command.SetAction(RunAsync);
        return command;
    }

    /// <summary>Refuses an option that means nothing without another one.</summary>
    private static void Require(Option option, Option other) => option.Validators.Add(result =>
    {
        if (!result.Implicit && result.GetResult(other) is null)
            result.AddError($"{option.Name} means nothing without {other.Name}.");
    });

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var result = await PackScaffold.CreateAsync(Request(parsed), parsed.GetRequiredValue(_output), cancellationToken: cancellationToken);
        if (parsed.GetValue(_asJson))
            Json.Print(new { pack = PackSummary.Of(result.Pack), report = result.Report, referenceCosines = result.ReferenceCosines, matchesReference = result.MatchesReference });
        else
            Print(result);
        return result.MatchesReference ? ExitCode.Done : ExitCode.Failed;
    }

    private PackRequest Request(ParseResult parsed) => new()
    {
        ModelPath = parsed.GetRequiredValue(_model),
        Modality = ModalityOption.Parse(parsed.GetRequiredValue(_modality)),
        Profile = parsed.GetRequiredValue(_profile),
        Options = ParseOptions(parsed.GetValue(_options)),
        Inputs = parsed.GetRequiredValue(_inputs).Select(ParseInput).ToDictionary(StringComparer.Ordinal),
        Output = parsed.GetValue(_vector),
        Dimension = parsed.GetValue(_dimension),
        Kind = parsed.GetValue(_probabilities) ? OutputKind.Probabilities : OutputKind.Embedding,
        Name = parsed.GetValue(_name),
        Licence = parsed.GetValue(_licence) is { } licence ? new PackLicence(licence, parsed.GetValue(_commercial)) : PackRequest.UnknownLicence,
        ResourceFolder = parsed.GetValue(_files),
        Reference = parsed.GetValue(_reference),
        Samples = parsed.GetRequiredValue(_samples),
    };

    private static void Print(PackScaffoldResult result)
    {
        PackSummary.Of(result.Pack).Print(Console.Out);
        PackReports.Print([result.Report], Console.Out);
        for (var i = 0; i < result.ReferenceCosines.Count; i++)
            Console.Out.WriteLine(FormattableString.Invariant($"reference {i}: cosine {result.ReferenceCosines[i]:0.000000} ({(result.ReferenceCosines[i] >= PackScaffoldResult.RequiredCosine ? "same" : "DIFFERENT: look at the profile's options")})"));
        Console.Out.WriteLine($"next      {CommandName.Value} embed FOLDER --out DIR --pack {result.Pack.Folder}");
    }

    private static JsonElement ParseOptions(string? json)
    {
        try
        {
            return json is null ? default : JsonDocument.Parse(json).RootElement;
        }
        catch (JsonException e)
        {
            throw new GridException($"--options is no JSON object: {e.Message}");
        }
    }

    private static KeyValuePair<string, string> ParseInput(string pair)
    {
        var at = pair.IndexOf('=', StringComparison.Ordinal);
        return at > 0 && at < pair.Length - 1
            ? new(pair[..at], pair[(at + 1)..])
            : throw new GridException($"--input takes TENSOR=INPUT, and not '{pair}'.");
    }
}
