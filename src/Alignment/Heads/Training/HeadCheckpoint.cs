using System.Numerics.Tensors;
using System.Text.Json;

namespace UniBind.Grid.Alignment;

/// <summary>All of a training run after a step: a run resumed from it gives the same result as one that was never interrupted.</summary>
/// <remarks>Immutable and thread-safe. The order of items needs no state: it follows from the seed and the epoch.</remarks>
public sealed class HeadCheckpoint
{
    private const string Format = "unibind-training-1";
    private readonly IReadOnlyList<float[]> _arrays;

    internal HeadCheckpoint(TrainingProgress progress, HeadParameters current, HeadParameters first, HeadParameters second, HeadParameters best)
    {
        Progress = progress;
        (Rows, Columns) = (current.Rows, current.Columns);
        _arrays = [.. new[] { current, first, second, best }.SelectMany(p => new[] { [.. p.Weights], p.Bias.ToArray() })];
    }

    private HeadCheckpoint(TrainingProgress progress, int rows, int columns, IReadOnlyList<float[]> arrays) => (Progress, Rows, Columns, _arrays) = (progress, rows, columns, arrays);

    /// <summary>The steps done.</summary>
    public int Step => Progress.Step;

    internal TrainingProgress Progress { get; }

    internal int Rows { get; }

    internal int Columns { get; }

    /// <summary>Writes it as one safetensors file.</summary>
    public Task WriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        var writer = new SafetensorsWriter().Metadata("format", Format).Metadata("progress", JsonSerializer.Serialize(Progress));
        for (var i = 0; i < _arrays.Count; i += 2)
        {
            writer.Tensor<float>(NameOf(i), _arrays[i], Rows, Columns);
            writer.Tensor<float>(NameOf(i + 1), _arrays[i + 1], _arrays[i + 1].Length);
        }
        return writer.WriteAsync(stream, cancellationToken);
    }

    /// <summary>Reads what <see cref="WriteAsync"/> wrote; the file may be closed afterwards.</summary>
    /// <exception cref="AlignmentException">The file holds no checkpoint, or its parts do not fit together.</exception>
    public static HeadCheckpoint Read(SafetensorsFile file)
    {
        if (file.Metadata.GetValueOrDefault("format") != Format
            || JsonSerializer.Deserialize<TrainingProgress>(file.Metadata.GetValueOrDefault("progress", "null")) is not { } progress)
            throw new AlignmentException("The file holds no checkpoint of a training of a form that this version reads; start the training again.");
        var shape = file.ShapeOf(NameOf(0));
        var arrays = Enumerable.Range(0, 8).Select(i => file.Read<float>(NameOf(i))).ToArray();
        if (shape.Count != 2 || arrays.Where((_, i) => i % 2 == 0).Any(a => a.Length != shape[0] * shape[1])
            || arrays.Where((_, i) => i % 2 == 1).Any(a => a.Length != arrays[1].Length) || (arrays[1].Length != 0 && arrays[1].Length != shape[0])
            || !arrays.All(a => TensorPrimitives.IsFiniteAll<float>(a)))
            throw new AlignmentException("The checkpoint has parts that do not fit together or are not finite; start the training again.");
        return new HeadCheckpoint(progress, (int)shape[0], (int)shape[1], arrays);
    }

    // 0: current, 1: first moment, 2: second moment, 3: best
    internal HeadParameters Part(int part) => new(Rows, Columns, [.. _arrays[2 * part]], [.. _arrays[(2 * part) + 1]]);

    private static string NameOf(int i) => $"{(i / 2) switch { 0 => "current", 1 => "moment1", 2 => "moment2", _ => "best" }}.{(i % 2 == 0 ? "weight" : "bias")}";
}
