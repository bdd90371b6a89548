using System.Text.Json.Serialization;

namespace UniBind.Grid.Alignment;

/// <summary>Where the training of a head starts.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HeadStart>))]
public enum HeadStart
{
    /// <summary>W = 1, b = 0: for a pack that is aligned; keeps its zero-shot behaviour at step 0. Raw and space dimension must be one.</summary>
    Identity,

    /// <summary>The ridge solution on the training items.</summary>
    Ridge,

    /// <summary>The orthogonal Procrustes solution on the training items.</summary>
    Orthogonal,

    /// <summary>The head that is given with the data.</summary>
    Given,
}
