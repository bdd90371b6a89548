using System.Text.Json.Serialization;

namespace UniBind.Grid.Alignment;

/// <summary>What InfoNCE pulls an item towards.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HeadTarget>))]
public enum HeadTarget
{
    /// <summary>The embedding of the item's own description; the other items' descriptions of the batch are the negatives.</summary>
    Captions,

    /// <summary>The rows of its class's center, through their log-sum-exp; the rows of all other classes are the negatives.</summary>
    Centers,
}
