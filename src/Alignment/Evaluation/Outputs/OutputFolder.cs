using System.Text.Json;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Alignment;

/// <summary>What an output folder says of itself, beside its rows.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="SpaceSha256">The hash of the space version's manifest; empty for a pack, or where the output does not tell.</param>
/// <param name="Root">The folder that addresses of items are relative to; null where the source is none on this machine.</param>
internal sealed record OutputFolder(string Folder, string SpaceSha256, string? Root)
{
    private const int MaxChain = 64;

    /// <exception cref="CorpusException">The folder is no finished output, or its files are damaged.</exception>
    public static OutputFolder Read(string folder)
    {
        var job = new JobFolder(folder);
        if (!Directory.Exists(job.Root))
            throw new CorpusException($"The output folder '{folder}' does not exist.");
        if (!File.Exists(job.Success))
            throw new CorpusException($"'{folder}' is no finished output: it has no _SUCCESS; wait for the job, or resume it with 'unibind jobs resume'.");
        return new OutputFolder(job.Root, Text(job.Manifest, "spaceSha256") ?? "", RootOf(SourceOf(job)));
    }

    // A realigned output names the output that it came from: its media are those of the first one.
    private static string? SourceOf(JobFolder job)
    {
        for (var step = 0; step < MaxChain; step++)
        {
            if (Text(job.Header, "spec", "RealignFrom") is not { } from)
                return Text(job.Header, "spec", "Source");
            job = new JobFolder(from);
        }
        return null;
    }

    private static string? RootOf(string? source) =>
        source is null ? null
        : Directory.Exists(source) ? source
        : File.Exists(source) && !source.EndsWith(".tar", StringComparison.OrdinalIgnoreCase) ? Path.GetDirectoryName(Path.GetFullPath(source))
        : null;

    private static string? Text(string file, params string[] names)
    {
        try
        {
            using var stream = File.OpenRead(file);
            using var json = JsonDocument.Parse(stream);
            var at = json.RootElement;
            foreach (var name in names)
                if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
                    return null;
            return at.ValueKind == JsonValueKind.String ? at.GetString() : null;
        }
        catch (JsonException e)
        {
            throw new CorpusException($"'{file}' is damaged: {e.Message}", e);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
