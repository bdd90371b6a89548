namespace UniBind.Grid.Encoding;

/// <summary>What <c>pack.json</c> says about the encoder of one modality. Immutable.</summary>
public sealed record EncoderManifest
{
    /// <summary>The ONNX model.</summary>
    public required PackFile Model { get; init; }

    /// <summary>The model's external data and the files that the profile reads (vocabularies).</summary>
    public IReadOnlyList<PackFile> Files { get; init; } = [];

    /// <summary>How items become tensors.</summary>
    public required PackPreprocessing Preprocessing { get; init; }

    /// <summary>The model's input for each tensor of the profile that is not called the same in both.</summary>
    public IReadOnlyDictionary<string, string> Inputs { get; init; } = new Dictionary<string, string>();

    /// <summary>What the encoder returns.</summary>
    public required EncoderOutput Output { get; init; }

    /// <summary>How its items are batched.</summary>
    public PackBatch Batch { get; init; } = new();

    /// <summary>The encoder's own licence, or null when the pack's holds.</summary>
    public PackLicence? Licence { get; init; }
}
