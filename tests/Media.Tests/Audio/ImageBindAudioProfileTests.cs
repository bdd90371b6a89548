namespace UniBind.Grid.Media.Tests;

public sealed class ImageBindAudioProfileTests
{

    [Theory]
    [InlineData("imagebind-audio-00.npy")]
    [InlineData("imagebind-audio-01.npy")]
    [InlineData("imagebind-audio-02.npy")]
    [InlineData("imagebind-audio-03.npy")]
    [InlineData("imagebind-audio-04.npy")]
    public void Prepare_LabSound_EqualsTorchaudio(string name)
    {
        var golden = GoldenTensor.Load(name);
        using var content = MediaContent.FromFile(golden.Source);

        var mel = Prepare(content).Tensors[0];

        Assert.Equal(golden.Tensor.Shape, mel.Shape);
        var worst = 0f;
        for (var i = 0; i < golden.Tensor.Values.Length; i++)
            worst = Math.Max(worst, Math.Abs(golden.Tensor.Values[i] - mel.Floats![i]));
        Assert.True(worst < 1e-3f, $"largest difference {worst}");
    }

    private static PreparedItem Prepare(MediaContent content) =>
        new ImageBindAudioProfile(new()).Prepare(content, MediaFormat.Wav, TestContext.Current.CancellationToken);
}
