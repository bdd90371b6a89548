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
    public static async Task<OutputFolder> ReadAsync(string folder, CancellationToken cancellationToken = default)
    {
        var job = new JobFolder(folder);
        if (!await job.ExistsAsync(cancellationToken).ConfigureAwait(false))
            throw new CorpusException($"The output folder '{folder}' does not exist.");
        if (!await job.IsFinishedAsync(cancellationToken).ConfigureAwait(false))
            throw new CorpusException($"'{folder}' is no finished output: it has no _SUCCESS; wait for the job, or resume it with 'unibind jobs resume'.");
        return new OutputFolder(job.Root, await TextAsync(job, JobKeys.Manifest, cancellationToken, "spaceSha256").ConfigureAwait(false) ?? "",
            RootOf(await SourceOfAsync(job, cancellationToken).ConfigureAwait(false)));
    }

    // A realigned output names the output that it came from: its media are those of the first one.
    private static async Task<string?> SourceOfAsync(JobFolder job, CancellationToken cancellationToken)
    {
        for (var step = 0; step < MaxChain; step++)
        {
            if (await TextAsync(job, JobKeys.Header, cancellationToken, "spec", "RealignFrom").ConfigureAwait(false) is not { } from)
                return await TextAsync(job, JobKeys.Header, cancellationToken, "spec", "Source").ConfigureAwait(false);
            job = new JobFolder(from);
        }
        return null;
    }

    private static string? RootOf(string? source) =>
        source is null ? null
        : Directory.Exists(source) ? source
        : File.Exists(source) && !source.EndsWith(".tar", StringComparison.OrdinalIgnoreCase) ? Path.GetDirectoryName(Path.GetFullPath(source))
        : null;

    private static async Task<string?> TextAsync(JobFolder job, string key, CancellationToken cancellationToken, params string[] names)
    {
        var stream = await job.Store.OpenAsync(key, cancellationToken).ConfigureAwait(false);
        if (stream is null)
            return null;
        await using (stream.ConfigureAwait(false))
        {
            try
            {
                using var json = await JsonDocument.ParseAsync(stream, cancellationToken: cancellationToken).ConfigureAwait(false);
                var at = json.RootElement;
                foreach (var name in names)
                    if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
                        return null;
                return at.ValueKind == JsonValueKind.String ? at.GetString() : null;
            }
            catch (JsonException e)
            {
                throw new CorpusException($"'{job.Store.AddressOf(key)}' is damaged: {e.Message}", e);
            }
        }
    }
}
