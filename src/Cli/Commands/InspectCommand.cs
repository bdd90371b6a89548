using System.CommandLine;
using System.Text.Json;
using UniBind.Grid.Encoding;
using UniBind.Grid.Media;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind inspect</c>: tells what a file is and what preprocessing makes of it. Needs no grid.</summary>
internal static class InspectCommand
{
    public static Command Build()
    {
        var file = new Argument<string>("file") { Description = "The file to look at." };
        var modality = ModalityOption.Create("Read it as this modality instead of letting its content decide.");
        modality.AllowMultipleArgumentsPerToken = false;
        var profile = new Option<string?>("--profile", "-p") { Description = "A preprocessing profile; the pack's for the modality by default.", HelpName = "PROFILE" };
        profile.AcceptOnlyFromAmong([.. ProfileRegistry.Names]);
        var options = new Option<string?>("--options") { Description = "The profile's options as a JSON object.", HelpName = "JSON" };
        var tensor = new Option<string?>("--tensor") { Description = "Write the first tensor to a .npy file.", HelpName = "FILE" };
        var pack = new Option<string>("--pack") { Description = "The pack whose profile is used.", HelpName = "PACK", DefaultValueFactory = _ => PackFolders.Classic };
        var json = Json.Option();
        options.Validators.Add(result =>
        {
            if (result.GetResult(profile) is null)
                result.AddError("--options are those of a profile; name it with --profile.");
        });
        var command = new Command("inspect", """
            Tell what a file is, and what its encoder would see.

            Examples:
              unibind inspect photo.jpg
              unibind inspect scan.ply --profile point-bind --tensor scan.npy
              unibind inspect call.wav --profile imagebind-audio --json
            """) { file, modality, profile, options, tensor, pack, json };
        command.SetAction((parsed, cancellationToken) => Task.Run(() =>
        {
            var name = parsed.GetRequiredValue(file);
            if (Directory.Exists(name))
                throw new GridException($"'{name}' is a folder; inspect looks at one file, and 'unibind embed {name} --out DIR --dry-run' at a folder.");
            using var content = MediaContent.FromFile(Path.GetFullPath(name), name);
            var declared = ModalityOption.Read(parsed, modality);
            var kind = MediaSniffer.Detect(content, declared.Length == 0 ? null : declared[0]);
            var chosen = Choose(parsed.GetValue(profile), parsed.GetValue(options), parsed.GetRequiredValue(pack), kind.Modality);
            var prepared = chosen.Prepare(content, kind.Format, cancellationToken);
            var result = InspectResult.Of(content, kind, chosen, prepared);
            if (parsed.GetValue(tensor) is { } path)
            {
                NpyWriter.Write(path, prepared.Tensors[0]);
                result = result with { TensorFile = Path.GetFullPath(path) };
            }
            if (parsed.GetValue(json))
                Json.Print(result);
            else
                result.Print(Console.Out);
            return ExitCode.Done;
        }, cancellationToken));
        return command;
    }

    private static IPreprocessingProfile Choose(string? profile, string? options, string pack, Modality modality)
    {
        if (profile is not null)
            return Named(profile, options);
        var loaded = EncoderPack.Load(PackFolders.Find(pack));
        return loaded.Encoders.TryGetValue(modality, out var encoder)
            ? encoder.Profile
            : throw new GridException($"The pack '{loaded.Name}' has no encoder for {modality.Name()}; name a profile with --profile.");
    }

    private static IPreprocessingProfile Named(string profile, string? options)
    {
        try
        {
            return ProfileRegistry.Create(profile, new ProfileContext { Options = options is null ? default : JsonDocument.Parse(options).RootElement });
        }
        catch (Exception e) when (e is InvalidDataException or JsonException)
        {
            throw new GridException(e.Message);
        }
    }
}
