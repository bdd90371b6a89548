using System.CommandLine;
using System.Text.Json;
using UniBind.Grid.Encoding;
using UniBind.Grid.Media;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind pack new</c>: makes a pack of a user's own ONNX export.</summary>
internal static class PackNewCommand
{
    private static readonly Argument<string> Model = new("model") { Description = "The ONNX file; its external data lies beside it." };
    private static readonly Option<string> Modality = new("--modality", "-m") { Description = "What it encodes.", Required = true };
    private static readonly Option<string> Profile = new("--profile", "-p") { Description = "The preprocessing profile.", Required = true };
    private static readonly Option<string> Output = new("--out", "-o") { Description = "The new pack's folder.", HelpName = "DIR", Required = true };
    private static readonly Option<string?> Options = new("--options") { Description = "The profile's options as a JSON object.", HelpName = "JSON" };
    private static readonly Option<string[]> Inputs = new("--input") { Description = "TENSOR=INPUT where names are not plain. May be repeated.", HelpName = "T=I", DefaultValueFactory = _ => [] };
    private static readonly Option<string?> Vector = new("--output-name") { Description = "The model's output, where it has several.", HelpName = "NAME" };
    private static readonly Option<bool> Probabilities = new("--probabilities") { Description = "The output is a vector of class probabilities." };
    private static readonly Option<string?> Name = new("--name") { Description = "The pack's name; its folder's by default." };
    private static readonly Option<string?> Licence = new("--licence") { Description = "The licence, an SPDX identifier where there is one.", HelpName = "NAME" };
    private static readonly Option<bool> Commercial = new("--commercial-use") { Description = "The licence allows commercial use." };
    private static readonly Option<string?> Files = new("--files") { Description = "Where the profile's files (vocabularies) lie; the model's folder by default.", HelpName = "DIR" };
    private static readonly Option<string?> Reference = new("--reference") { Description = "Vectors [n,d] that the samples must give.", HelpName = "NPY" };
    private static readonly Option<string[]> Samples = new("--sample") { Description = "A media file for each row of the reference. May be repeated.", HelpName = "FILE", DefaultValueFactory = _ => [] };
    private static readonly Option<bool> AsJson = Json.Option();

    public static Command Build()
    {
        Modality.AcceptOnlyFromAmong([.. Modalities.All.Select(m => m.Name())]);
        Profile.AcceptOnlyFromAmong([.. ProfileRegistry.Names]);
        var command = new Command("new", """
            Make a pack of an ONNX model: finds its inputs and output, runs it, compares it with reference vectors if given.

            Examples:
              unibind pack new vision.onnx -m image -p clip-image -o my-pack
              unibind pack new yamnet.onnx -m audio -p audio-windows --output-name embedding -o yamnet --licence Apache-2.0 --commercial-use
              unibind pack new vision.onnx -m image -p clip-image -o my-pack --reference vectors.npy --sample a.jpg --sample b.jpg
            """) { Model, Modality, Profile, Output, Options, Inputs, Vector, Probabilities, Name, Licence, Commercial, Files, Reference, Samples, AsJson };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var result = await PackScaffold.CreateAsync(Request(parsed), parsed.GetRequiredValue(Output), cancellationToken: cancellationToken);
        if (parsed.GetValue(AsJson))
            Json.Print(new { pack = PackSummary.Of(result.Pack), report = result.Report, referenceCosines = result.ReferenceCosines, matchesReference = result.MatchesReference });
        else
            Print(result);
        return result.MatchesReference ? ExitCode.Done : ExitCode.Failed;
    }

    private static PackRequest Request(ParseResult parsed) => new()
    {
        ModelPath = parsed.GetRequiredValue(Model),
        Modality = ModalityOption.Parse(parsed.GetRequiredValue(Modality)),
        Profile = parsed.GetRequiredValue(Profile),
        Options = ParseOptions(parsed.GetValue(Options)),
        Inputs = parsed.GetRequiredValue(Inputs).Select(ParseInput).ToDictionary(StringComparer.Ordinal),
        Output = parsed.GetValue(Vector),
        Kind = parsed.GetValue(Probabilities) ? OutputKind.Probabilities : OutputKind.Embedding,
        Name = parsed.GetValue(Name),
        Licence = parsed.GetValue(Licence) is { } licence ? new PackLicence(licence, parsed.GetValue(Commercial)) : PackRequest.UnknownLicence,
        ResourceFolder = parsed.GetValue(Files),
        Reference = parsed.GetValue(Reference),
        Samples = parsed.GetRequiredValue(Samples),
    };

    private static void Print(PackScaffoldResult result)
    {
        PackSummary.Of(result.Pack).Print(Console.Out);
        PackReports.Print([result.Report], Console.Out);
        for (var i = 0; i < result.ReferenceCosines.Count; i++)
            Console.Out.WriteLine(FormattableString.Invariant($"reference {i}: cosine {result.ReferenceCosines[i]:0.000000} ({(result.ReferenceCosines[i] >= PackScaffoldResult.RequiredCosine ? "same" : "DIFFERENT: look at the profile's options")})"));
        Console.Out.WriteLine($"next      unibind embed FOLDER --out DIR --pack {result.Pack.Folder}");
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
