using UniBind.Grid.Media;

namespace UniBind.Grid.Encoding;

/// <summary>The item that an encoder is warmed up and checked with: synthetic media through its own profile, or synthetic tensors where that gives none.</summary>
internal static class SyntheticItem
{
    /// <summary>Makes an item of one row.</summary>
    /// <param name="profile">The encoder's profile.</param>
    /// <param name="contract">What the encoder takes.</param>
    /// <param name="size">1 for a short one, 3 for a longer one.</param>
    public static PreparedItem Create(IPreprocessingProfile profile, EncoderContract contract, int size)
    {
        if (SyntheticMedia.Create(profile.Modality, size) is { } media)
        {
            try
            {
                using (media.Content)
                    return profile.Prepare(media.Content, media.Format, CancellationToken.None).SplitRows()[0];
            }
            catch (ItemException)
            {
                // The profile reads other content than this: tensors of the right form do as well.
            }
        }

        return new PreparedItem { Tensors = [.. contract.Inputs.Select(i => Tensor(i, 4 + 4 * size))] };
    }

    /// <summary>Values that any model takes: ids of 1, which every vocabulary has, and reals within 0.25 and 1.</summary>
    private static PreparedTensor Tensor(InputBinding input, int length)
    {
        int[] shape = [1, .. input.Row.Select(d => d < 0 ? length : d)];
        var count = RowCopy.Product(shape);
        if (input.Spec.Type == TensorType.Int64)
        {
            var longs = new long[count];
            Array.Fill(longs, 1);
            return PreparedTensor.Of(input.Spec.Name, longs, shape);
        }

        var floats = new float[count];
        for (var i = 0; i < count; i++)
            floats[i] = 0.25f + 0.75f * (i * 2_654_435_761u % 1_024) / 1_024;
        return PreparedTensor.Of(input.Spec.Name, floats, shape);
    }
}
