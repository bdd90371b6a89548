using System.Text.Json.Serialization;

namespace UniBind.Grid.Alignment;

/// <summary>How the learning rate falls after the warm-up.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HeadSchedule>))]
public enum HeadSchedule
{
    /// <summary>Along half a cosine, to 0.</summary>
    Cosine,

    /// <summary>Along a line, to 0: the released method's.</summary>
    Linear,

    /// <summary>Not at all.</summary>
    Constant,
}
