using System.Globalization;

namespace UniBind.Grid.Media;

/// <summary>How token ids become the rows of an encoder: special tokens, lengths, masks.</summary>
internal sealed record TokenLayout
{
    /// <summary>The most tokens of a row, special tokens included.</summary>
    public required int MaxLength { get; init; }

    /// <summary>True when every row has <see cref="MaxLength"/> tokens; otherwise a row is as long as its text.</summary>
    public bool Fixed { get; init; }

    /// <summary>The token before the text, kept on every window; -1 for none.</summary>
    public int Start { get; init; } = -1;

    /// <summary>The token after the text, kept on every window; -1 for none.</summary>
    public int End { get; init; } = -1;

    /// <summary>The id that fills rows up.</summary>
    public int Pad { get; init; }

    /// <summary>The element type of the attention mask; null for encoders that take none.</summary>
    public TensorType? Mask { get; init; } = TensorType.Int64;

    /// <summary>True when the encoder also wants <c>token_type_ids</c>, all 0.</summary>
    public bool TokenTypes { get; init; }

    /// <summary>What happens to texts longer than one window.</summary>
    public LongText LongText { get; init; }

    /// <summary>The most windows of one text.</summary>
    public int MaxChunks { get; init; } = 1;

    /// <summary>The text tokens that a row has room for.</summary>
    public int Capacity => MaxLength - (Start >= 0 ? 1 : 0) - (End >= 0 ? 1 : 0);

    /// <summary>Reads the option <c>mask</c>: <c>int</c>, <c>float</c> or <c>none</c>.</summary>
    /// <exception cref="InvalidDataException">The option is none of these.</exception>
    public static TensorType? ReadMask(ProfileOptions options, string fallback) => options.Text("mask", fallback, "int", "float", "none") switch
    {
        "int" => TensorType.Int64,
        "float" => TensorType.Float32,
        _ => null,
    };

    /// <summary>The tensors of this layout.</summary>
    public IReadOnlyList<TensorSpec> Outputs
    {
        get
        {
            int[] shape = [Fixed ? MaxLength : -1];
            var outputs = new List<TensorSpec> { new("input_ids", TensorType.Int64, shape, Pad) };
            if (Mask is { } mask)
                outputs.Add(new TensorSpec("attention_mask", mask, shape));
            if (TokenTypes)
                outputs.Add(new TensorSpec("token_type_ids", TensorType.Int64, shape));
            return outputs;
        }
    }

    /// <summary>Everything that the tensors depend on, in one line.</summary>
    public string Fingerprint => string.Create(
        CultureInfo.InvariantCulture,
        $"length={MaxLength} fixed={Fixed} start={Start} end={End} pad={Pad} mask={(object?)Mask ?? "none"} types={TokenTypes} long={LongText} chunks={MaxChunks}");
}
