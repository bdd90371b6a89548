using System.CommandLine;
using UniBind.Grid.Alignment;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind knowledge generate</c>: asks a language model for descriptions of classes.</summary>
internal static class KnowledgeGenerateCommand
{
    public static Command Build()
    {
        var file = new Argument<string>("file") { Description = "The knowledge base (JSON lines) that the descriptions are added to." };
        var classes = new Option<string[]>("--class", "-c") { Description = "A class to describe. May be repeated.", HelpName = "NAME", AllowMultipleArgumentsPerToken = false };
        var from = new Option<string?>("--classes") { Description = "A text file with a class on each line.", HelpName = "FILE" };
        var set = new Option<string>("--set") { Description = "The set of prompt templates.", DefaultValueFactory = _ => PromptTemplates.General };
        set.AcceptOnlyFromAmong(PromptTemplates.General, PromptTemplates.Manufacturing);
        var templates = new Option<string[]>("--template", "-t") { Description = "A prompt template instead of the whole set. May be repeated.", HelpName = "NAME", AllowMultipleArgumentsPerToken = false };
        templates.AcceptOnlyFromAmong([.. PromptTemplates.All.Select(t => t.Name)]);
        var context = new Option<string>("--context") { Description = "What set the classes belong to, in a few words.", HelpName = "TEXT", DefaultValueFactory = _ => "" };
        var count = new Option<int>("--count", "-n") { Description = "The descriptions of each class by each template.", HelpName = "N", DefaultValueFactory = _ => 10 }.Within(1, 100);
        var json = Json.Option();
        var command = new Command("generate", """
            Ask a language model for descriptions of classes. They are proposed: check and review them before use. A class that has its descriptions is not asked again.

            Examples:
              unibind knowledge generate animals.jsonl -c cat -c dog --url http://localhost:11434 --model llama3.1
              unibind knowledge generate parts.jsonl --classes parts.txt --set manufacturing --context "cast housings" --url https://NAME.openai.azure.com --model gpt-4o --key-env AZURE_KEY
            """) { file, classes, from, set, templates, context, count, json };
        var model = new ModelOptions().AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var endpoint = await model.EndpointAsync(parsed, cancellationToken);
            var named = parsed.GetValue(templates) ?? [];
            var request = new GenerationRequest
            {
                Classes = await ClassesAsync(parsed.GetValue(classes) ?? [], parsed.GetValue(from), cancellationToken),
                Templates = named.Length > 0 ? [.. named.Distinct().Select(PromptTemplates.Get)] : PromptTemplates.OfSet(parsed.GetRequiredValue(set)),
                Context = parsed.GetRequiredValue(context),
                Count = parsed.GetValue(count),
                Parallel = parsed.GetValue(model.Parallel),
            };
            var path = parsed.GetRequiredValue(file);
            var limits = model.Limits(parsed);
            using var client = endpoint.CreateClient(limits);
            var report = await new KnowledgeGenerator(client, endpoint.Model, limits).RunAsync(request, path, GenerationOutput.Progress(), cancellationToken);
            return GenerationOutput.Print(report, path, parsed.GetValue(json));
        });
        return command;
    }

    private static async Task<IReadOnlyList<string>> ClassesAsync(string[] named, string? file, CancellationToken cancellationToken)
    {
        const long MaxBytes = 16 << 20;
        if (file is null)
            return [.. named.Distinct()];
        if (!File.Exists(file) || new FileInfo(file).Length > MaxBytes)
            throw new GridException($"The file of classes '{file}' does not exist or has more than {MaxBytes >> 20} MiB.");
        var lines = await File.ReadAllLinesAsync(file, cancellationToken);
        return [.. named.Concat(lines.Select(l => l.Trim()).Where(l => l.Length > 0)).Distinct()];
    }
}
