using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using UniBind.Grid.Media;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Encoding.Tests;

public sealed class EncoderHostTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task GetAsync_ManyCallers_LoadsOnce()
    {
        await using var host = new PackBuilder(_folder).Image(Models.MatMul(8, 16), 8, 16).Host();
        var encoders = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () => await host.GetAsync(Modality.Image))));
        Assert.Single(encoders.Distinct());
        var encoder = encoders[0];
        Assert.Equal((Modality.Image, 16, "cpu", new BatchLimits(16, 0)), (encoder.Modality, encoder.Dimension, encoder.Provider, encoder.Limits));
        Assert.Equal(host.Pack.Encoders[Modality.Image].Sha256, encoder.Sha256);
        Assert.Equal([Modality.Image], host.Modalities);
        Assert.Equal("cpu0", host.Device);
        Assert.Matches("^onnxruntime=[0-9.]+;provider=cpu;cpu=.+;threads=1$", host.Numerics);
    }

    [Fact]
    public async Task GetAsync_ModalityThatThePackLacks_IsRefused()
    {
        await using var host = new PackBuilder(_folder).Image(Models.MatMul(8, 16), 8, 16).Host();
        var fault = await Assert.ThrowsAsync<KeyNotFoundException>(async () => await host.GetAsync(Modality.Audio, TestContext.Current.CancellationToken));
        Assert.Equal("The pack 'test' has no encoder for audio; it has image.", fault.Message);
    }

    [Fact]
    public async Task GetAsync_ModelThatTheRuntimeRefuses_TellsAndTriesAgain()
    {
        var graph = new OnnxGraphWriter("m");
        graph.Output("embedding", graph.Node("NoSuchOperator", [graph.Input("values", TensorType.Float32, "n", 8)]), TensorType.Float32, "n", 16);
        var good = Models.MatMul(8, 16);
        var pack = new PackBuilder(_folder).Image(graph.ToArray(), 8, 16);
        await using var host = pack.Host();
        var fault = await Assert.ThrowsAsync<PackException>(async () => await host.GetAsync(Modality.Image, TestContext.Current.CancellationToken));
        Assert.Contains("does not load", fault.Message, StringComparison.Ordinal);
        File.WriteAllBytes(_folder.File("image.onnx"), good);
        Assert.Equal(16, (await host.GetAsync(Modality.Image, TestContext.Current.CancellationToken)).Dimension);
    }

    [Fact]
    public async Task GetAsync_OutputThatOnlyTheFirstRunTells_IsChecked()
    {
        var graph = new OnnxGraphWriter("m");
        var x = graph.Input("values", TensorType.Float32, "n", 8);
        graph.Output("embedding", graph.Reshape(x, 0, 2, 4), TensorType.Float32, "n", "a", "b");
        await using var host = new PackBuilder(_folder).Image(graph.ToArray(), 8, 16).Host();
        var fault = await Assert.ThrowsAsync<PackException>(async () => await host.GetAsync(Modality.Image, TestContext.Current.CancellationToken));
        Assert.Contains("$.encoders.image.output", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetAsync_OutputWithDimensionsOfOne_IsFlattened()
    {
        var graph = new OnnxGraphWriter("m");
        graph.Output("embedding", graph.Reshape(graph.Input("values", TensorType.Float32, "n", 8), 0, 1, 1, 8), TensorType.Float32, "n", 1, 1, 8);
        await using var host = new PackBuilder(_folder).Image(graph.ToArray(), 8, 8).Host();
        var encoder = await host.GetAsync(Modality.Image, TestContext.Current.CancellationToken);
        var result = await encoder.EncodeBatchAsync([TestProfile.Vector(3, 4, 0, 0, 0, 0, 0, 0)], TestContext.Current.CancellationToken);
        Assert.Equal([0.6f, 0.8f, 0, 0, 0, 0, 0, 0], result[0].Vector!);
    }

    [Fact]
    public async Task GetAsync_ModelForOneRow_RunsRowByRow()
    {
        var graph = new OnnxGraphWriter("m");
        graph.Output("embedding", graph.Input("values", TensorType.Float32, 1, 2), TensorType.Float32, 1, 2);
        await using var host = new PackBuilder(_folder).Image(graph.ToArray(), 2, 2).Host();
        var encoder = await host.GetAsync(Modality.Image, TestContext.Current.CancellationToken);
        Assert.Equal(1, encoder.Limits.MaxRows);
        var results = await encoder.EncodeBatchAsync([TestProfile.Vector(3, 4), TestProfile.Vector(0, 2)], TestContext.Current.CancellationToken);
        Assert.Equal([0f, 1f], results[1].Vector!);
    }

    [Fact]
    public async Task GetAsync_WindowFixedInTheModel_IsPaddedToIt()
    {
        var graph = new OnnxGraphWriter("m");
        var ids = graph.Input("input_ids", TensorType.Int64, "n", 6);
        var mask = graph.Input("attention_mask", TensorType.Float32, "n", 6);
        graph.Output("embedding", graph.Mul(mask, graph.Node("Cast", [ids], OnnxAttribute.Int("to", 1))), TensorType.Float32, "n", 6);
        var pack = new PackBuilder(_folder).Text(graph.ToArray(), 6);
        await using (var wide = pack.Host())
        {
            var fault = await Assert.ThrowsAsync<PackException>(async () => await wide.GetAsync(Modality.Text, TestContext.Current.CancellationToken));
            Assert.Contains("at $.encoders.text.preprocessing: the profile 'test-text' makes items that the model does not take", fault.Message, StringComparison.Ordinal);
        }

        pack.Encoder(Modality.Text)["preprocessing"]!["options"] = new JsonObject { ["window"] = 6 };
        await using var host = pack.Host();
        var encoder = await host.GetAsync(Modality.Text, TestContext.Current.CancellationToken);
        var results = await encoder.EncodeBatchAsync([TestProfile.Tokens(3, 4), TestProfile.Tokens(1, 2, 3, 4, 5, 6, 7)], TestContext.Current.CancellationToken);
        Assert.Equal([0.6f, 0.8f, 0, 0, 0, 0], results[0].Vector!);
        Assert.Contains("the encoder takes at most 6", results[1].Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TunedLimits_SlowModel_AreBelowThePacks()
    {
        await using var host = new PackBuilder(_folder).Image(Models.Slow(512, 40), 512, 512, e => e["batch"] = new JsonObject { ["maxRows"] = 4096 })
            .Host(new EncoderHostOptions { IntraOpThreads = 1, MaxRunMilliseconds = 5 });
        var encoder = await host.GetAsync(Modality.Image, TestContext.Current.CancellationToken);
        Assert.Equal(4096, encoder.Limits.MaxRows);
        Assert.InRange(encoder.TunedLimits.MaxRows, 1, 2048);
    }

    [Fact]
    public async Task TunedLimits_SlowTextModel_AreOfCost()
    {
        await using var host = new PackBuilder(_folder).Text(TransformerGraph.Build(1, dim: 128, layers: 6), 128, e => e["batch"] = new JsonObject { ["maxRows"] = 4096 })
            .Host(new EncoderHostOptions { IntraOpThreads = 1, MaxRunMilliseconds = 2 });
        var encoder = await host.GetAsync(Modality.Text, TestContext.Current.CancellationToken);
        Assert.Equal((4096, 4096), (encoder.Limits.MaxRows, encoder.TunedLimits.MaxRows));
        Assert.InRange(encoder.TunedLimits.MaxCost, 1, 100_000);
    }

    [Theory]
    [InlineData(EncoderProvider.Cuda)]
    [InlineData(EncoderProvider.TensorRt)]
    public async Task Start_ProviderThatIsNotThere_IsRefusedUnlessFallBackIsAllowed(EncoderProvider provider)
    {
        var pack = new PackBuilder(_folder).Image(Models.MatMul(8, 16), 8, 16).Load();
        var options = new EncoderHostOptions { Provider = provider, DeviceId = 7 };
        var fault = Assert.Throws<ProviderUnavailableException>(() => new EncoderHost(pack, options, NullLoggerFactory.Instance));
        Assert.Contains($"is to run on {provider} device 7", fault.Message, StringComparison.Ordinal);
        Assert.Contains("ONNX Runtime has CPUExecutionProvider", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Microsoft.ML.OnnxRuntime.Gpu", fault.Message, StringComparison.Ordinal);

        options.AllowCpuFallback = true;
        await using var host = new EncoderHost(pack, options, NullLoggerFactory.Instance);
        Assert.Equal("cpu", host.Provider);
        Assert.Equal("cpu", (await host.GetAsync(Modality.Image, TestContext.Current.CancellationToken)).Provider);
    }

    [Fact]
    public void Start_LibraryThatIsNone_IsRefused()
    {
        var pack = new PackBuilder(_folder).Image(Models.MatMul(8, 16), 8, 16).Load();
        var options = new EncoderHostOptions { Provider = EncoderProvider.Cuda, EpLibrary = _folder.Write("ep.so", "no library") };
        Assert.Throws<ProviderUnavailableException>(() => new EncoderHost(pack, options, NullLoggerFactory.Instance));
        Assert.Throws<ProviderUnavailableException>(() => new EncoderHost(pack, options, NullLoggerFactory.Instance)); // the second try fails as well
    }

    [Fact]
    public void Start_OptionsOutOfRange_NamesPropertyAndRange()
    {
        var pack = new PackBuilder(_folder).Image(Models.MatMul(8, 16), 8, 16).Load();
        var options = new EncoderHostOptions { QueueCapacity = 0, IntraOpThreads = -1, QueueBytes = 1, EpLibrary = "/absent.so", HangTimeout = TimeSpan.Zero, Provider = (EncoderProvider)9 };
        var fault = Assert.Throws<OptionsValidationException>(() => new EncoderHost(pack, options, NullLoggerFactory.Instance));
        Assert.Equal(6, fault.Failures.Count());
        Assert.Contains("EncoderHostOptions.QueueCapacity is 0, but must be from 1 to 1000000.", fault.Failures);
        Assert.Contains("EncoderHostOptions.EpLibrary is '/absent.so', but there is no such file.", fault.Failures);
    }

    [Fact]
    public async Task CheckAsync_LoadedEncoders_SingTheSame()
    {
        await using var host = new PackBuilder(_folder).Image(Models.MatMul(8, 16), 8, 16).Text(Models.Lookup(), 24).Host();
        Assert.Null(host.LastRunUtc);
        await host.GetAsync(Modality.Image, TestContext.Current.CancellationToken);
        await host.GetAsync(Modality.Text, TestContext.Current.CancellationToken);
        Assert.True(await host.CheckAsync(TestContext.Current.CancellationToken));
        Assert.True(host.IsAlive);
        Assert.InRange(host.LastRunUtc!.Value, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow);
        Assert.Equal((TimeSpan.Zero, 0), (host.BusyFor, host.QueueLength));
    }

    [Fact]
    public async Task IsAlive_RunThatHangs_IsFalse()
    {
        var options = new EncoderHostOptions { IntraOpThreads = 1, MaxRunMilliseconds = 0, HangTimeout = TimeSpan.FromMilliseconds(100) };
        await using var host = new PackBuilder(_folder).Image(Models.MatMul(8, 16), 8, 16).Host(options);
        var encoder = await host.GetAsync(Modality.Image, TestContext.Current.CancellationToken);
        using var block = new BlockingWork();
        encoder.Queue(block);
        block.WaitUntilRunning();
        await Task.Delay(250, TestContext.Current.CancellationToken);
        Assert.False(host.IsAlive);
        block.Release();
    }

    [Fact]
    public async Task EncodeBatchAsync_SeveralRunsAtATime_GivesTheSameBits()
    {
        new PackBuilder(_folder).Text(TransformerGraph.Build(2), 32).Write();
        var pack = EncoderPack.Load(_folder.Path, TestProfile.LoadOptions);
        var items = Enumerable.Range(0, 100).Select(i => TestProfile.Tokens([.. Enumerable.Range(0, 1 + i % 20).Select(t => (long)(i + t) % 97)])).ToArray();
        var results = new List<EncodeResult[]>();
        foreach (var runs in new[] { 1, 3 })
        {
            await using var host = new EncoderHost(pack, new EncoderHostOptions { ConcurrentRuns = runs, IntraOpThreads = 1 }, NullLoggerFactory.Instance);
            var encoder = await host.GetAsync(Modality.Text, TestContext.Current.CancellationToken);
            results.Add(await encoder.EncodeBatchAsync(items, TestContext.Current.CancellationToken));
        }

        Assert.Equal(results[0].Select(r => r.Vector), results[1].Select(r => r.Vector));
    }
}
