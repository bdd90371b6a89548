namespace UniBind.Grid.Media;

/// <summary>A text profile over a tokenizer: decode, tokenise as far as the windows reach, lay out.</summary>
internal sealed class TokenTextProfile(string name, BlockTokenizer tokenizer, TokenLayout layout, MediaLimits limits) : IPreprocessingProfile, ITextChunker
{
    /// <summary>Windows of one text unless the option <c>maxChunks</c> says otherwise: 128 K tokens of a 128-token encoder.</summary>
    public const int DefaultMaxChunks = 1024;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public Modality Modality => Modality.Text;

    /// <inheritdoc/>
    public IReadOnlyList<TensorSpec> Outputs { get; } = layout.Outputs;

    /// <inheritdoc/>
    public string Fingerprint { get; } = $"{name}/1 {layout.Fingerprint} {tokenizer.Fingerprint}";

    /// <inheritdoc/>
    public PreparedItem Prepare(MediaContent content, MediaFormat format, CancellationToken cancellationToken) =>
        layout.LongText == LongText.ChunkMean
            ? TokenRows.Together(layout, Encode(content, format, layout.Capacity * layout.MaxChunks, cancellationToken))
            : TokenRows.First(layout, Encode(content, format, layout.Capacity, cancellationToken));

    /// <inheritdoc/>
    public IReadOnlyList<PreparedItem> PrepareChunks(MediaContent content, MediaFormat format, CancellationToken cancellationToken) =>
        TokenRows.Apart(layout, Encode(content, format, layout.Capacity * layout.MaxChunks, cancellationToken));

    private List<int> Encode(MediaContent content, MediaFormat format, int limit, CancellationToken cancellationToken)
    {
        var ids = tokenizer.Encode(TextDecoder.Decode(content, format, limits), limit, cancellationToken);
        return ids.Count > 0
            ? ids
            : throw new ItemException(ItemStage.Preprocess, ItemErrorCodes.Empty, "The text holds nothing that the encoder's vocabulary can show (only control characters?).");
    }
}
