using Microsoft.ML.OnnxRuntime.Tensors;
using UniBind.Grid.Media;

namespace UniBind.Grid.Encoding;

/// <summary>Finds which input of a model takes which tensor of a profile, and which output is the embedding, where only one answer is possible.</summary>
internal static class SignatureMatcher
{
    /// <summary>The inputs of tensors that are called otherwise in the model.</summary>
    /// <exception cref="PackException">More than one input, or none, can take a tensor.</exception>
    public static Dictionary<string, string> Inputs(IReadOnlyList<TensorSpec> tensors, ModelSignature model, IReadOnlyDictionary<string, string> given)
    {
        var inputs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (tensor, input) in given)
        {
            if (!tensors.Any(t => t.Name == tensor))
                throw new PackException($"The profile produces no tensor '{tensor}'; it produces {string.Join(", ", tensors.Select(t => t.Name))}. Correct --input.");
            inputs[tensor] = input;
        }

        foreach (var tensor in tensors.Where(t => !inputs.ContainsKey(t.Name) && model.Inputs.Any(i => i.Name == t.Name)))
            inputs[tensor.Name] = tensor.Name;
        foreach (var tensor in tensors.Where(t => !inputs.ContainsKey(t.Name)))
        {
            var free = model.Inputs.Where(i => !inputs.ContainsValue(i.Name)).ToArray();
            var fitting = free.Where(i => InputBinding.Fits(tensor, i)).ToArray();
            inputs[tensor.Name] = fitting.Length == 1
                ? fitting[0].Name
                : throw new PackException($"It is not clear which input takes the tensor '{tensor.Name}' ({tensor.Type}, [n{string.Concat(tensor.Shape.Select(s => s < 0 ? ",?" : FormattableString.Invariant($",{s}")))}]): {(fitting.Length == 0 ? "none of " + List(free) + " fits" : List(fitting) + " fit")}. Say it with --input {tensor.Name}=INPUT{(fitting.Length == 0 ? ", or choose options of the profile that fit the model or leave the tensor out" : "")}.");
        }

        return inputs.Where(i => i.Key != i.Value).ToDictionary(StringComparer.Ordinal);
    }

    /// <summary>The output that is the embedding: the given one, else one called so, else the only one with a vector a row.</summary>
    /// <exception cref="PackException">There is more than one, or none.</exception>
    public static ModelTensor Output(ModelSignature model, string? given)
    {
        if (given is not null)
            return model.Outputs.FirstOrDefault(o => o.Name == given)
                ?? throw new PackException($"The model has no output '{given}'; it has {List(model.Outputs)}. Correct --output-name.");
        var vectors = model.Outputs.Where(IsVector).ToArray();
        return vectors.Length == 1
            ? vectors[0]
            : throw new PackException($"It is not clear which output is the embedding: {(vectors.Length == 0 ? "none of " + List(model.Outputs) + " has one vector a row" : List(vectors) + " may be")}. Say it with --output-name OUTPUT.");
    }

    private static bool IsVector(ModelTensor output) =>
        output.Type is TensorElementType.Float or TensorElementType.Float16
        && (output.Shape is null || (output.Shape.Count >= 2 && output.Shape.Skip(1).Count(d => d != 1) <= 1));

    private static string List(IReadOnlyCollection<ModelTensor> tensors) => tensors.Count == 0 ? "(no input is left)" : string.Join(", ", tensors);
}
