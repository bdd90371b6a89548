namespace UniBind.Grid.Encoding.Tests;

/// <summary>The descriptors on the lab's real data: well above chance (10 %), though a baseline.</summary>
public sealed class ClassicLabTests
{
    [Fact]
    public void Image_HandwrittenDigits_NearestNeighbourKnowsThem()
    {
        var (images, labels) = LabDigits.Handwritten(360);
        using var session = ClassicSession.Of(Modality.Image);
        var units = Array.ConvertAll(images, i => session.Unit(Rgb(LabDigits.Plane(i, 128))));

        Assert.InRange(NearestNeighbour.Accuracy(units, labels, 260), 0.85, 1);
    }

    [Fact]
    public void Image_ShiftedDigit_IsNearerThanAnotherDigit()
    {
        var (images, labels) = LabDigits.Handwritten(60);
        using var session = ClassicSession.Of(Modality.Image);
        var units = Array.ConvertAll(images, i => session.Unit(Rgb(LabDigits.Plane(i, 128))));

        var nearer = 0;
        for (var i = 0; i < images.Length; i++)
        {
            var moved = session.Unit(Rgb(LabDigits.Plane(images[i], 128, moveX: 0.75f, moveY: -0.5f)));
            var self = NearestNeighbour.Cosine(moved, units[i]);
            nearer += Enumerable.Range(0, images.Length).Where(j => labels[j] != labels[i]).All(j => NearestNeighbour.Cosine(moved, units[j]) < self) ? 1 : 0;
        }

        Assert.Equal(images.Length, nearer);
    }

    [Fact]
    public void Thermal_DigitsAsHeat_NearestNeighbourKnowsThem()
    {
        var (images, labels) = LabDigits.Handwritten(360);
        using var session = ClassicSession.Of(Modality.Thermal);
        // Warm traces on a cooler ground, each at its own temperature.
        var units = images.Select((image, i) => session.Unit(Array.ConvertAll(LabDigits.Plane(image, 128), v => 0.2f + 0.02f * (i % 10) + 0.4f * v))).ToArray();

        Assert.InRange(NearestNeighbour.Accuracy(units, labels, 260), 0.8, 1);
    }

    [Fact]
    public void PointCloud_ExtrudedDigits_NearestNeighbourKnowsThem()
    {
        var (clouds, labels) = LabDigits.Clouds();
        using var session = ClassicSession.Of(Modality.PointCloud);
        // The file is sorted by label; 7 and 300 have no common factor.
        var order = Enumerable.Range(0, clouds.Length).Select(i => 7 * i % clouds.Length).ToArray();
        var units = Array.ConvertAll(order, i => session.Unit(clouds[i]));

        Assert.InRange(NearestNeighbour.Accuracy(units, [.. order.Select(i => labels[i])], 220), 0.65, 1);
    }

    private static float[] Rgb(float[] gray) => [.. gray, .. gray, .. gray];
}
