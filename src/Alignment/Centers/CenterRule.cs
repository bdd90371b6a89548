using System.Text.Json.Serialization;

namespace UniBind.Grid.Alignment;

/// <summary>The rules by which descriptions are selected for a center. Source: section 1.3 of the method.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CenterRule>))]
public enum CenterRule
{
    /// <summary>The greatest mean cosine to labelled embeddings of the class where there are some, else to the class's other descriptions.</summary>
    TopK,

    /// <summary>The nearest to the class's medoid: to the description that is nearest to all others. Uses no label.</summary>
    Medoid,

    /// <summary>Greedily those that are near the class's mean and far from those chosen already (k-center, maximal marginal relevance). Uses no label.</summary>
    Diverse,

    /// <summary>Greedily those that raise the class's margin on labelled embeddings, as long as one does.</summary>
    Calibrated,
}
