namespace UniBind.Grid;

/// <summary>Where in its way through the grid an item failed. Written to <c>errors.jsonl</c> in lower case.</summary>
[GenerateSerializer, Alias("unibind.ItemStage")]
public enum ItemStage
{
    /// <summary>While the corpus was listed or planned.</summary>
    Plan = 0,

    /// <summary>While its bytes were read.</summary>
    Read = 1,

    /// <summary>While its bytes were decoded into pixels, samples, points, events or characters.</summary>
    Decode = 2,

    /// <summary>While the decoded content was turned into the encoder's tensors.</summary>
    Preprocess = 3,

    /// <summary>Inside the encoder.</summary>
    Encode = 4,

    /// <summary>While its row was written.</summary>
    Write = 5,
}
