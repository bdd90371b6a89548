namespace UniBind.Grid.Alignment;

/// <summary>What a check looks for.</summary>
public enum KnowledgeCheck
{
    /// <summary>Says the same as another description of its class.</summary>
    NearDuplicate,

    /// <summary>A refusal, or talk of the model about itself or its task.</summary>
    Refusal,

    /// <summary>Too short or too long.</summary>
    Length,

    /// <summary>Closer to another class's texts than to its own.</summary>
    OffClass,

    /// <summary>Far from its class's texts, though closer to no other class's: about something else altogether.</summary>
    Unrelated,
}
