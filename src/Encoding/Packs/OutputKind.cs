namespace UniBind.Grid.Encoding;

/// <summary>What the numbers of an encoder's output are. Both are L2-normalised before use.</summary>
public enum OutputKind
{
    /// <summary>Features.</summary>
    Embedding,

    /// <summary>A probability for each class that the encoder was trained on: none negative, with the sum 1.</summary>
    Probabilities,
}
