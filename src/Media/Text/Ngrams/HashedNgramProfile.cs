using System.Globalization;

namespace UniBind.Grid.Media;

/// <summary>
/// The profile <c>hashed-ngrams</c>: a text as signed, weighted hash buckets of its n-grams, for encoders without a vocabulary. Outputs
/// <c>bucket</c> i64 [-1] and <c>weight</c> f32 [-1], one value for each distinct n-gram; padding is bucket 0 with weight 0.
/// </summary>
internal sealed class HashedNgramProfile : IPreprocessingProfile, ITextChunker
{
    /// <summary>The name in packs.</summary>
    public const string ProfileName = "hashed-ngrams";

    private readonly NgramCounter _counter;
    private readonly LongText _longText;
    private readonly int _maxChunks;
    private readonly MediaLimits _limits;

    private HashedNgramProfile(ProfileContext context)
    {
        var options = new ProfileOptions(ProfileName, context.Options);
        var buckets = options.Int("buckets", 1024, 2, 1 << 24);
        // A word of the longest kind alone has 191 n-grams.
        var maxTokens = options.Int("maxTokens", 2048, 256, 1 << 16);
        var characterWeight = (float)options.Number("characterWeight", 0.25, 0, 1);
        _maxChunks = options.Int("maxChunks", TokenTextProfile.DefaultMaxChunks, 1, 65_536);
        options.RefuseUnknown();
        _counter = new NgramCounter(buckets, maxTokens, characterWeight);
        _longText = context.LongText;
        _limits = context.Limits;
        Fingerprint = string.Create(CultureInfo.InvariantCulture, $"{ProfileName}/1 buckets={buckets} tokens={maxTokens} characters={characterWeight} long={_longText} chunks={_maxChunks}");
    }

    /// <inheritdoc/>
    public string Name => ProfileName;

    /// <inheritdoc/>
    public Modality Modality => Modality.Text;

    /// <inheritdoc/>
    public IReadOnlyList<TensorSpec> Outputs { get; } =
        [new TensorSpec("bucket", TensorType.Int64, [-1]), new TensorSpec("weight", TensorType.Float32, [-1])];

    /// <inheritdoc/>
    public string Fingerprint { get; }

    /// <summary>
    /// Makes the profile. Options: <c>buckets</c> 1024, <c>maxTokens</c> 2048 n-grams a window, <c>characterWeight</c> 0.25, <c>maxChunks</c> 1024.
    /// </summary>
    /// <exception cref="InvalidDataException">An option is bad.</exception>
    public static IPreprocessingProfile Create(ProfileContext context) => new HashedNgramProfile(context);

    /// <inheritdoc/>
    public PreparedItem Prepare(MediaContent content, MediaFormat format, CancellationToken cancellationToken)
    {
        var windows = Count(content, format, _longText == LongText.ChunkMean ? _maxChunks : 1, out var truncated, cancellationToken);
        return Build(windows, truncated);
    }

    /// <inheritdoc/>
    public IReadOnlyList<PreparedItem> PrepareChunks(MediaContent content, MediaFormat format, CancellationToken cancellationToken)
    {
        var windows = Count(content, format, _maxChunks, out var truncated, cancellationToken);
        var items = new PreparedItem[windows.Count];
        for (var i = 0; i < items.Length; i++)
            items[i] = Build([windows[i]], truncated && i == items.Length - 1);
        return items;
    }

    private List<NgramWindow> Count(MediaContent content, MediaFormat format, int most, out bool truncated, CancellationToken cancellationToken)
    {
        var windows = _counter.Count(TextDecoder.Decode(content, format, _limits), most, out truncated, cancellationToken);
        return windows.Count > 0
            ? windows
            : throw new ItemException(ItemStage.Preprocess, ItemErrorCodes.Empty, "The text holds no word, number or symbol.");
    }

    private static PreparedItem Build(List<NgramWindow> windows, bool truncated)
    {
        var length = windows.Max(w => w.Bucket.Length);
        var bucket = new long[windows.Count * length];
        var weight = new float[windows.Count * length];
        for (var row = 0; row < windows.Count; row++)
        {
            windows[row].Bucket.CopyTo(bucket, row * length);
            windows[row].Weight.CopyTo(weight, row * length);
        }
        return new PreparedItem
        {
            Tensors = [PreparedTensor.Of("bucket", bucket, windows.Count, length), PreparedTensor.Of("weight", weight, windows.Count, length)],
            Truncated = truncated,
        };
    }
}
