using System.Text.Json.Nodes;
using UniBind.Grid.Media;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Encoding.Tests;

public sealed class PackVerifierTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task VerifyAsync_SoundPack_Passes()
    {
        var report = await Verify(new PackBuilder(_folder).Text(TransformerGraph.Build(3), 32).Image(Models.MatMul(8, 16), 8, 16));
        Assert.True(report.Passed);
        var text = report.Encoders[0];
        Assert.Equal((Modality.Text, 32, "cpu", PaddingMode.Allow), (text.Modality, text.Dimension, text.Provider, text.Padding));
        Assert.Equal(report.Pack.Encoders[Modality.Text].Sha256, text.Sha256);
        Assert.InRange(text.BatchDelta, 0, 1e-6f);
        Assert.True(text.LoadTime > TimeSpan.Zero && text.RunTime > TimeSpan.Zero);
    }

    [Fact]
    public async Task VerifyAsync_PaddingAllowedWrongly_TellsToSetEqual()
    {
        var report = await Verify(new PackBuilder(_folder).Text(Models.LookupWithoutMask(), 24, e => e["batch"] = new JsonObject { ["padding"] = "allow" }));
        Assert.False(report.Passed);
        Assert.Contains("set batch.padding of text to \"equal\"", Assert.Single(report.Encoders[0].Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task VerifyAsync_RowsThatDependOnEachOther_IsAProblem()
    {
        var graph = new OnnxGraphWriter("m");
        var x = graph.Input("values", TensorType.Float32, "n", 4);
        graph.Output("embedding", graph.Add(x, graph.Mul(graph.Reduce("ReduceSum", x, [0]), graph.Constant([0f, 1, 2, 3], 4))), TensorType.Float32, "n", 4);
        var report = await Verify(new PackBuilder(_folder).Image(graph.ToArray(), 4, 4));
        Assert.Contains("A batch of 8 rows changes an item's vector", Assert.Single(report.Encoders[0].Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Softmax", true)]
    [InlineData("Sigmoid", true)]
    [InlineData("Neg", false)]
    [InlineData("Exp", false)]
    public async Task VerifyAsync_Probabilities_MustBeWithinZeroAndOne(string op, bool passed)
    {
        var graph = new OnnxGraphWriter("m");
        var x = graph.Input("values", TensorType.Float32, "n", 4);
        graph.Output("embedding", graph.Unary(op, x), TensorType.Float32, "n", 4);
        var report = await Verify(new PackBuilder(_folder).Image(graph.ToArray(), 4, 4, e => e["output"]!["kind"] = "probabilities"));
        Assert.Equal(passed, report.Passed);
        if (!passed)
            Assert.Contains("is declared as probabilities", Assert.Single(report.Encoders[0].Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task VerifyAsync_NotFinite_IsAProblem()
    {
        var graph = new OnnxGraphWriter("m");
        graph.Output("embedding", graph.Unary("Sqrt", graph.Unary("Neg", graph.Input("values", TensorType.Float32, "n", 4))), TensorType.Float32, "n", 4);
        var report = await Verify(new PackBuilder(_folder).Image(graph.ToArray(), 4, 4));
        Assert.Contains("The encoder returned NaN or infinity", Assert.Single(report.Encoders[0].Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task VerifyAsync_ChangedFile_DoesNotLoad()
    {
        var pack = new PackBuilder(_folder).Image(Models.MatMul(8, 16), 8, 16);
        File.AppendAllText(_folder.File("image.onnx"), "x");
        await Assert.ThrowsAsync<PackException>(() => Verify(pack));
    }

    [Fact]
    public async Task VerifyAsync_ProviderThatIsNotThere_IsRefused()
    {
        var folder = new PackBuilder(_folder).Image(Models.MatMul(8, 16), 8, 16).Write();
        await Assert.ThrowsAsync<ProviderUnavailableException>(() => PackVerifier.VerifyAsync(
            folder, new EncoderHostOptions { Provider = EncoderProvider.Cuda }, TestProfile.LoadOptions, cancellationToken: TestContext.Current.CancellationToken));
    }

    private static Task<PackReport> Verify(PackBuilder pack) =>
        PackVerifier.VerifyAsync(pack.Write(), load: TestProfile.LoadOptions, cancellationToken: TestContext.Current.CancellationToken);
}
