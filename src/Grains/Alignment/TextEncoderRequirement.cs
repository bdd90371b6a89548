using UniBind.Grid.Encoding;

namespace UniBind.Grid.Grains;

/// <summary>Finds the text encoder of a training's targets on a silo.</summary>
internal static class TextEncoderRequirement
{
    /// <summary>The text encoder of the pack that a training names.</summary>
    /// <exception cref="GridException">The silo lacks the pack, or has another one of its name.</exception>
    public static async Task<ModalityEncoder> RequireTextEncoderAsync(this PackCatalog packs, AlignRun run, CancellationToken cancellationToken)
    {
        var host = await packs.GetAsync(run.Pack);
        return host.Pack.Sha256 == run.PackSha256
            ? await packs.GetEncoderAsync(run.Pack, Modality.Text, cancellationToken)
            : throw new GridException($"The silo's pack '{run.Pack}' is another one ({host.Pack.Sha256[..12]}) than that of the targets ({run.PackSha256[..12]}); give every silo the same pack.");
    }
}
