namespace UniBind.Grid.Grains;

/// <summary>The heads in use of a space that is to be published.</summary>
internal static class SpaceHeads
{
    /// <summary>The heads of the pack's modalities.</summary>
    /// <exception cref="GridException">One was trained for another encoder or another dimension.</exception>
    public static async Task<HeadInfo[]> GatherAsync(IGrainFactory grains, string space, PackFacts pack, int dimension)
    {
        var heads = (await pack.Encoders.Keys.Order().ToArray().SelectAsync(m => grains.GetGrain<IAlignmentGrain>(SpaceKey.ForModality(space, m)).GetHeadAsync())).OfType<HeadInfo>().ToArray();
        foreach (var head in heads)
        {
            var (name, encoder) = (head.Modality.Name(), pack.Encoders[head.Modality]);
            if (head.Dimension != dimension)
                throw new GridException($"The head for {name} of '{space}' gives {head.Dimension} dimensions and the centers have {dimension}; train it again with 'unibind align {space} --modality {name}', or publish with --no-heads.");
            if (head.RawDimension != encoder.Dimension || (head.Encoder.Length > 0 && head.Encoder != encoder.Sha256))
                throw new GridException($"The head for {name} of '{space}' was trained for another encoder than the one of '{pack.Name}'; train it again with 'unibind align {space} --modality {name}', or publish with --no-heads.");
        }
        return heads;
    }
}
