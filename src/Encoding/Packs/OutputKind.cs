namespace UniBind.Grid.Encoding;

/// <summary>What the numbers of an encoder's output are. All are L2-normalised before use.</summary>
public enum OutputKind
{
    /// <summary>Features.</summary>
    Embedding,

    /// <summary>A probability, 0 to 1, for each class that the encoder was trained on. Where classes do not exclude each other (AudioSet) the sum is not 1.</summary>
    Probabilities,

    /// <summary>Unbounded scores of classes that exclude each other; their softmax is the raw embedding, a vector of probabilities.</summary>
    Logits,
}
