using Microsoft.Extensions.Logging.Abstractions;
using UniBind.Grid.Media;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Encoding.Tests;

public sealed class EncoderRunnerTests : IDisposable
{
    private static readonly EncoderHostOptions Options = new() { IntraOpThreads = 1, MaxRunMilliseconds = 0 };
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_OwnTestItemFailsToo_BlamesTheEncoderAndNotTheItems()
    {
        var pack = new PackBuilder(_folder).Text(Models.Lookup(), 24).Load();
        using var runner = new EncoderLoader(pack.Encoders[Modality.Text], Options, NullLogger.Instance).Load().Runner;
        PreparedItem[] items = [TestProfile.Tokens(1, 2), TestProfile.Tokens(100_000)];
        var good = new EncodeBatch(runner.Contract, items, 24);
        Run(runner, good);
        Assert.True(runner.IsAlive);
        Assert.NotNull(good.Result(0).Vector);
        Assert.NotNull(good.Result(1).Error);

        // A device that is lost fails on everything: the encoder's own item stands for that here.
        runner.SetCanary(new EncoderCanary(TestProfile.Tokens(100_000), new float[24]));
        var broken = new EncodeBatch(runner.Contract, items, 24);
        var fault = Assert.Throws<EncoderUnavailableException>(() => Run(runner, broken));
        Assert.Contains("The text encoder fails on cpu, on its own test item too", fault.Message, StringComparison.Ordinal);
        Assert.False(runner.IsAlive);
    }

    [Fact]
    public void Probe_OtherVectorThanAtFirst_IsNotAlive()
    {
        var pack = new PackBuilder(_folder).Text(Models.Lookup(), 24).Load();
        using var runner = new EncoderLoader(pack.Encoders[Modality.Text], Options, NullLogger.Instance).Load().Runner;
        Assert.True(runner.Probe());
        runner.SetCanary(new EncoderCanary(TestProfile.Tokens(1), new float[24]));
        Assert.False(runner.Probe());
        Assert.False(runner.IsAlive);
    }

    [Fact]
    public void Run_HalfPrecisionModel_IsFedAndReadInIt()
    {
        var graph = new ProtobufWriter();
        graph.Message(1, node =>
        {
            node.String(1, "values");
            node.String(2, "embedding");
            node.String(4, "Identity");
        });
        graph.String(2, "half");
        Value(graph, 11, "values");
        Value(graph, 12, "embedding");
        var model = new ProtobufWriter();
        model.Int64(1, 8);
        model.Bytes(7, graph.Written);
        model.Message(8, opset => opset.Int64(2, 18));

        var pack = new PackBuilder(_folder).Image(model.Written.ToArray(), 2, 2).Load();
        using var runner = new EncoderLoader(pack.Encoders[Modality.Image], Options, NullLogger.Instance).Load().Runner;
        var batch = new EncodeBatch(runner.Contract, [TestProfile.Vector(3, 4)], 2);
        Run(runner, batch);
        Assert.Equal([0.6f, 0.8f], batch.Result(0).Vector!);
    }

    private static void Value(ProtobufWriter graph, int field, string name) => graph.Message(field, value =>
    {
        value.String(1, name);
        value.Message(2, type => type.Message(1, tensor =>
        {
            tensor.Int64(1, 10); // float16
            tensor.Message(2, shape =>
            {
                shape.Message(1, d => d.String(2, "n"));
                shape.Message(1, d => d.Int64(1, 2));
            });
        }));
    });

    private static void Run(EncoderRunner runner, EncodeBatch batch)
    {
        var buffers = runner.Rent();
        foreach (var slices in runner.Planner.Plan(batch.Layouts))
        {
            buffers.Fill(batch.Items, slices);
            runner.Run(batch, slices, buffers);
        }

        runner.Return(buffers);
    }
}
