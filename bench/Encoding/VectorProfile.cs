using UniBind.Grid.Media;

namespace UniBind.Grid.Encoding.Bench;

/// <summary>Stands for a profile where items are made directly.</summary>
internal sealed class VectorProfile(TensorSpec spec) : IPreprocessingProfile
{
    public string Name => "bench";

    public Modality Modality => Modality.Image;

    public IReadOnlyList<TensorSpec> Outputs { get; } = [spec];

    public string Fingerprint => "bench";

    public PreparedItem Prepare(MediaContent content, MediaFormat format, CancellationToken cancellationToken) =>
        throw new ItemException(ItemStage.Decode, ItemErrorCodes.Unsupported, "The items of a benchmark are made directly.");
}
