using System.Text.Json.Serialization;

namespace UniBind.Grid.Alignment;

/// <summary>The rules of <see cref="ScoreRule"/>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ScoreKind>))]
public enum ScoreKind
{
    /// <summary>The greatest similarity: the released method.</summary>
    Max,

    /// <summary>Its smooth form.</summary>
    LogSumExp,

    /// <summary>The mean of all rows.</summary>
    Mean,

    /// <summary>The mean of the m greatest.</summary>
    TopMean,
}
