namespace UniBind.Grid.Media;

/// <summary>A timeline that decodes a known set of frames in one go cheaper than one by one.</summary>
internal interface IFramePlan
{
    /// <summary>Says which frames will be read next, in this order. Other reads stay possible, at a price.</summary>
    /// <param name="frames">Frame indices, rising, without repeats.</param>
    void Expect(ReadOnlySpan<int> frames);
}
