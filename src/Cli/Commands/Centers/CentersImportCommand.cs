using System.CommandLine;
using UniBind.Grid.Encoding;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind centers import</c>: takes over the center files of the original.</summary>
internal static class CentersImportCommand
{
    public static Command Build()
    {
        var space = SpaceArguments.Space();
        var file = new Argument<string>("file") { Description = "The file, on the grid's machine: a Python pickle of a dictionary from classes to tensors. Nothing of it is executed." };
        var modality = new Option<string?>("--modality", "-m") { Description = "The one modality that the rows count for; all by default." };
        modality.AcceptOnlyFromAmong([.. Modalities.All.Select(m => m.Name())]);
        var json = Json.Option();
        var command = new Command("import", """
            Take over class centers that were made elsewhere: the original's *_center_embeddings.pkl. They become the newest versions of their classes' centers.

            Example:
              unibind centers import animals image_animals_center_embeddings.pkl --pack ./my-pack
            """) { space, file, modality, json };
        var grid = GridOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var settings = grid.Read(parsed);
            var import = new CenterImport
            {
                Pack = EncoderPack.ReadIdentity(settings.Packs[0]).Name,
                Path = Path.GetFullPath(parsed.GetRequiredValue(file)),
                Modality = parsed.GetValue(modality) is { } name ? ModalityOption.Parse(name) : null,
            };
            await using var session = await GridSession.OpenAsync(settings, cancellationToken);
            var to = parsed.GetRequiredValue(space);
            var done = await session.Client.Spaces.ImportCentersAsync(to, import, cancellationToken);
            if (parsed.GetValue(json))
                Json.Print(done);
            else
                Console.Out.WriteLine($"Imported {done.Built:N0} centers with {done.Rows:N0} rows. Next: {CommandName.Value} space publish {to}");
            return ExitCode.Done;
        });
        return command;
    }
}
