using Microsoft.ML.OnnxRuntime.Tensors;
using UniBind.Grid.Media;

namespace UniBind.Grid.Encoding;

/// <summary>How the tensors of a profile meet the inputs and the output of a model, checked.</summary>
/// <param name="Inputs">The inputs, in the order of the profile's tensors.</param>
/// <param name="Output">The model's output that is the raw embedding.</param>
/// <param name="SingleRow">True when the model was exported for one row, so that every row is a Run of its own.</param>
internal sealed record EncoderContract(IReadOnlyList<InputBinding> Inputs, ModelTensor Output, bool SingleRow)
{
    /// <summary>True when rows may have unequal sizes.</summary>
    public bool IsDynamic { get; } = Inputs.Any(i => i.IsDynamic);

    /// <summary>Binds an encoder of a pack to a model.</summary>
    /// <exception cref="PackException">They do not fit; the message tells where.</exception>
    public static EncoderContract Bind(PackEncoder encoder, ModelSignature model)
    {
        var tensors = encoder.Profile.Outputs;
        var names = encoder.Manifest.Inputs;
        foreach (var name in names.Keys)
        {
            if (!tensors.Any(t => t.Name == name))
                throw Fault(encoder, ".inputs." + name, $"the profile '{encoder.Profile.Name}' produces no tensor '{name}'; it produces {string.Join(", ", tensors.Select(t => t.Name))}.");
        }

        var bindings = new List<InputBinding>(tensors.Count);
        foreach (var tensor in tensors)
            bindings.Add(Bind(encoder, model, tensor, names.GetValueOrDefault(tensor.Name, tensor.Name)));
        if (bindings.GroupBy(b => b.Input, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw Fault(encoder, ".inputs", $"the model's input '{twice.Key}' is fed by {string.Join(" and ", twice.Select(b => b.Spec.Name))}; map one of them to another input.");
        if (model.Inputs.FirstOrDefault(i => !bindings.Exists(b => b.Input == i.Name)) is { } unfed)
            throw Fault(encoder, ".inputs", $"the model's input {unfed} is fed by no tensor of the profile '{encoder.Profile.Name}'; map one to it, or export the model without it.");
        return new EncoderContract(bindings, FindOutput(encoder, model), SingleRowOf(encoder, model));
    }

    private static InputBinding Bind(PackEncoder encoder, ModelSignature model, TensorSpec tensor, string name)
    {
        var place = ".inputs." + tensor.Name;
        var input = model.Inputs.FirstOrDefault(i => i.Name == name)
            ?? throw Fault(encoder, place, $"the model has no input '{name}'; it has {string.Join(", ", model.Inputs)}.");
        if (!InputBinding.Fits(tensor, input))
            throw Fault(encoder, place, $"the model's input {input} cannot take the tensor {Describe(tensor)}; choose the profile's options that fit, or export the model for them.");
        var row = new int[tensor.Shape.Count];
        for (var i = 0; i < row.Length; i++)
            row[i] = tensor.Shape[i] >= 0 ? tensor.Shape[i] : (int)(input.Shape?[i + 1] ?? -1);
        return new InputBinding(tensor, input.Name, input.Type, row);
    }

    private static ModelTensor FindOutput(PackEncoder encoder, ModelSignature model)
    {
        var wanted = encoder.Manifest.Output;
        var output = model.Outputs.FirstOrDefault(o => o.Name == wanted.Name)
            ?? throw Fault(encoder, ".output.name", $"the model has no output '{wanted.Name}'; it has {string.Join(", ", model.Outputs)}.");
        if (output.Type is not (TensorElementType.Float or TensorElementType.Float16))
            throw Fault(encoder, ".output.name", $"the model's output {output} is not of floats.");
        if (output.Shape is null || output.Shape.Skip(1).Any(d => d < 0))
            return output; // the first Run tells
        var size = output.Shape.Count < 2 ? 0 : output.Shape.Skip(1).Aggregate(1L, (a, d) => a * d);
        return size == wanted.Dimension
            ? output
            : throw Fault(encoder, ".output.dimension", $"the model's output {output} has {(size == 0 ? "no rows" : size + " numbers a row")}, but the dimension is said to be {wanted.Dimension}.");
    }

    private static bool SingleRowOf(PackEncoder encoder, ModelSignature model)
    {
        var rows = model.Inputs.Select(i => i.Shape is { Count: > 0 } shape ? shape[0] : -1).Where(n => n >= 0).ToArray();
        return rows.All(n => n == 1)
            ? rows.Length > 0
            : throw Fault(encoder, ".model", $"the model was exported for exactly {rows.Max()} rows; export it with a dynamic first dimension.");
    }

    private static string Describe(TensorSpec tensor) =>
        new ModelTensor(tensor.Name, tensor.Type == TensorType.Float32 ? TensorElementType.Float : TensorElementType.Int64, [-1, .. tensor.Shape.Select(s => (long)s)]).ToString();

    private static PackException Fault(PackEncoder encoder, string place, string problem) =>
        PackException.At(encoder.Folder, encoder.Place + place, problem);
}
