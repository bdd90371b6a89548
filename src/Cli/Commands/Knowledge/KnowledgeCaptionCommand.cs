using System.CommandLine;
using System.Runtime.CompilerServices;
using UniBind.Grid.Alignment;
using UniBind.Grid.Corpora;
using UniBind.Grid.Media;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind knowledge caption</c>: asks a multimodal language model for captions of items.</summary>
internal static class KnowledgeCaptionCommand
{
    public static Command Build()
    {
        var source = new Argument<string>("source") { Description = "The corpus: a folder or a manifest." };
        var output = new Option<string>("--out", "-o") { Description = "The knowledge base (JSON lines) that the captions are added to.", HelpName = "FILE", Required = true };
        var modality = ModalityOption.Create("Only items of this modality.");
        var count = new Option<int>("--count", "-n") { Description = "The captions of each item.", HelpName = "N", DefaultValueFactory = _ => 1 }.Within(1, 20);
        var limit = new Option<int?>("--limit") { Description = "Only the first items.", HelpName = "N" }.Within(1, int.MaxValue);
        var json = Json.Option();
        var command = new Command("caption", """
            Ask a multimodal language model for captions of single items: images and thermal pictures. They are proposed, and carry the item's id.

            Example:
              unibind knowledge caption ./photos --out captions.jsonl --url http://localhost:11434 --model llava
            """) { source, output, modality, count, limit, json };
        var model = new ModelOptions().AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var endpoint = await model.EndpointAsync(parsed, cancellationToken);
            var path = parsed.GetRequiredValue(output);
            var limits = model.Limits(parsed);
            using var client = endpoint.CreateClient(limits);
            var items = ItemsAsync(parsed.GetRequiredValue(source), ModalityOption.Read(parsed, modality), parsed.GetValue(limit) ?? int.MaxValue, cancellationToken);
            var report = await new KnowledgeCaptioner(client, endpoint.Model, limits)
                .RunAsync(items, parsed.GetValue(count), parsed.GetValue(model.Parallel), path, GenerationOutput.Progress(), cancellationToken);
            return GenerationOutput.Print(report, path, parsed.GetValue(json));
        });
        return command;
    }

    private static async IAsyncEnumerable<CaptionItem> ItemsAsync(string source, Modality[] wanted, int limit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var corpus = CorpusSources.Open(source);
        var left = limit;
        await foreach (var listed in corpus.ListAsync(cancellationToken))
        {
            if (listed.Item is not { } item || ModalityOf(corpus, item) is not { } modality || (wanted.Length > 0 && !wanted.Contains(modality)))
                continue;
            if (left-- == 0)
                break;
            yield return new CaptionItem(item.Id, item.Labels.FirstOrDefault() ?? "", modality, () => corpus.Open(item));
        }
    }

    /// <summary>What an item is; null for one that cannot be read, which embedding makes a dead letter.</summary>
    private static Modality? ModalityOf(ICorpusSource corpus, CorpusItem item)
    {
        try
        {
            using var content = corpus.Open(item);
            return MediaSniffer.Detect(content, item.Modality).Modality;
        }
        catch (ItemException e)
        {
            Console.Error.WriteLine($"unibind: '{item.Id}' is left out: {e.Message}");
            return null;
        }
    }
}
