using System.Numerics.Tensors;

namespace UniBind.Grid.Encoding.Tests;

/// <summary>The plainest judge of a descriptor: the label of the nearest item by cosine.</summary>
internal static class NearestNeighbour
{
    /// <summary>The share of the items from <paramref name="train"/> on whose nearest item among the first <paramref name="train"/> has the same label.</summary>
    public static double Accuracy(float[][] units, int[] labels, int train)
    {
        var right = 0;
        for (var i = train; i < units.Length; i++)
        {
            var best = 0;
            for (var j = 1; j < train; j++)
            {
                if (Cosine(units[i], units[j]) > Cosine(units[i], units[best]))
                    best = j;
            }

            right += labels[best] == labels[i] ? 1 : 0;
        }

        return (double)right / (units.Length - train);
    }

    /// <summary>The dot product of unit vectors.</summary>
    public static float Cosine(float[] a, float[] b) => TensorPrimitives.Dot<float>(a, b);
}
