using System.Numerics.Tensors;
using System.Text.Json;

namespace UniBind.Grid.Alignment;

/// <summary>A <see cref="Head"/> as one safetensors file: <c>weight</c> F32 [dimension, raw], <c>bias</c> F32 [dimension] or none, the rest in the metadata key <c>head</c> (JSON).</summary>
public static class HeadFile
{
    /// <summary>Writes a head.</summary>
    public static Task WriteAsync(Head head, Stream stream, CancellationToken cancellationToken)
    {
        var facts = new Facts(head.Modality.Name(), head.Top, head.Origin, head.Calibration);
        var writer = new SafetensorsWriter()
            .Metadata("format", "unibind-head-1")
            .Metadata("head", JsonSerializer.Serialize(facts))
            .Tensor("weight", head.Weights.Values, head.Dimension, head.RawDimension);
        if (!head.Bias.IsEmpty)
            writer.Tensor("bias", head.Bias, head.Dimension);
        return writer.WriteAsync(stream, cancellationToken);
    }

    /// <summary>Opens a head whose weights stay in the file, mapped; the file must be kept open as long as the head is used.</summary>
    /// <exception cref="AlignmentException">The file cannot be read or holds no head, its parts do not fit together, or a value is not finite.</exception>
    public static Head Read(SafetensorsFile file)
    {
        if (file.Metadata.GetValueOrDefault("format") != "unibind-head-1"
            || ReadFacts(file) is not { } facts
            || !Modalities.TryParse(facts.Modality, out var modality))
            throw new AlignmentException("The file holds no head of a form that this version reads.");
        var weights = file.Matrix("weight");
        var bias = file.Has("bias") ? file.Read<float>("bias") : [];
        if (bias.Length != 0 && bias.Length != weights.Rows)
            throw new AlignmentException($"The head has {weights.Rows} rows of weights and {bias.Length} values of bias.");
        if (!TensorPrimitives.IsFiniteAll(weights.Values.Span) || (bias.Length > 0 && !TensorPrimitives.IsFiniteAll<float>(bias)))
            throw new AlignmentException($"The head of {facts.Modality} has a value that is no finite number; train it again.");
        return new Head { Modality = modality, Weights = weights, Bias = bias, Top = facts.Top, Origin = facts.Origin, Calibration = facts.Calibration };
    }

    private static Facts? ReadFacts(SafetensorsFile file)
    {
        try
        {
            return JsonSerializer.Deserialize<Facts>(file.Metadata.GetValueOrDefault("head", "null"));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Facts(string Modality, int Top, HeadOrigin Origin, ScoreCalibration? Calibration);
}
