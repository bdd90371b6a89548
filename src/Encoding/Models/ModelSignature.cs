namespace UniBind.Grid.Encoding;

/// <summary>What a model takes and gives.</summary>
/// <param name="Inputs">The inputs that have to be fed.</param>
/// <param name="Outputs">The outputs.</param>
internal sealed record ModelSignature(IReadOnlyList<ModelTensor> Inputs, IReadOnlyList<ModelTensor> Outputs);
