using UniBind.Grid.Media;

namespace UniBind.Grid.Encoding.Tests;

/// <summary>
/// Profiles for tests. <c>test-text</c>: the bytes of the content as token ids with a mask (options <c>window</c>, <c>vocabulary</c> = a file);
/// <c>test-vector</c>: the content's numbers, separated by spaces, as one row of <c>width</c> reals.
/// </summary>
internal sealed class TestProfile : IPreprocessingProfile
{
    private readonly Func<MediaContent, PreparedItem> _prepare;

    private TestProfile(string name, Modality modality, IReadOnlyList<TensorSpec> outputs, string fingerprint, Func<MediaContent, PreparedItem> prepare)
    {
        Name = name;
        Modality = modality;
        Outputs = outputs;
        Fingerprint = fingerprint;
        _prepare = prepare;
    }

    public string Name { get; }

    public Modality Modality { get; }

    public IReadOnlyList<TensorSpec> Outputs { get; }

    public string Fingerprint { get; }

    public static PackLoadOptions LoadOptions { get; } = new() { CreateProfile = Create };

    public static IPreprocessingProfile Create(string name, ProfileContext context)
    {
        var options = new ProfileOptions(name, context.Options);
        if (name is "test-text")
        {
            var window = options.Int("window", 128, 1, 1024);
            var vocabulary = options.Text("vocabulary", "");
            var shift = 0;
            if (vocabulary.Length > 0)
            {
                using var stream = context.OpenResource(vocabulary);
                shift = stream.ReadByte();
            }

            options.RefuseUnknown();
            return new TestProfile(name, Modality.Text, TextOutputs, $"test-text window={window} shift={shift} long={context.LongText}",
                content => Tokens([.. content.ReadBytes(window).ToArray().Select(b => (long)(b + shift) % 97)]));
        }

        if (name is "test-vector" or "test-sound")
        {
            var width = options.Int("width", 8, 1, 4096);
            options.RefuseUnknown();
            return new TestProfile(name, name is "test-sound" ? Modality.Audio : Modality.Image,
                [new TensorSpec("values", TensorType.Float32, [width])], $"{name} width={width}", content => Parse(content, width));
        }

        throw new InvalidDataException($"The preprocessing profile '{name}' is unknown; known are test-text, test-vector, test-sound.");
    }

    public static IReadOnlyList<TensorSpec> TextOutputs { get; } =
        [new TensorSpec("input_ids", TensorType.Int64, [-1]), new TensorSpec("attention_mask", TensorType.Float32, [-1])];

    public static PreparedItem Tokens(params long[] ids) => new()
    {
        Tensors = [PreparedTensor.Of("input_ids", ids, 1, ids.Length), PreparedTensor.Of("attention_mask", [.. ids.Select(_ => 1f)], 1, ids.Length)],
    };

    public static PreparedItem Vector(params float[] values) => new() { Tensors = [PreparedTensor.Of("values", values, 1, values.Length)] };

    public static PreparedItem Rows(int width, params float[] values) => new() { Tensors = [PreparedTensor.Of("values", values, values.Length / width, width)] };

    public PreparedItem Prepare(MediaContent content, MediaFormat format, CancellationToken cancellationToken) => _prepare(content);

    private static PreparedItem Parse(MediaContent content, int width)
    {
        var words = System.Text.Encoding.UTF8.GetString(content.ReadBytes(1 << 16).Span).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var values = new float[width];
        for (var i = 0; i < width; i++)
        {
            if (i >= words.Length || !float.TryParse(words[i], System.Globalization.CultureInfo.InvariantCulture, out values[i]))
                throw new ItemException(ItemStage.Decode, ItemErrorCodes.Corrupt, "The content is no list of numbers.");
        }

        return Vector(values);
    }
}
