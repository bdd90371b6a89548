using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using UniBind.Grid.Media;

namespace UniBind.Grid.Encoding.Bench;

/// <summary>
/// The price of the device batcher: EncodeBatchAsync against a bare loop of session.Run over the same batch with tensors that were filled
/// beforehand, so that copying, queueing, normalising and allocating results all count as overhead. Ways take turns within each round; the
/// best round of each counts, since other programs can only make a round slower. The processor time of all threads is shown beside the
/// time on the clock: it says the same on a quiet machine, and more on a busy one.
/// </summary>
internal sealed class BatcherOverhead(string title, byte[] model, TensorSpec input, string output, int dimension, int rows, int batchesPerRound)
{
    private const int Rounds = 40;

    public async Task RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("unibind-bench-").FullName;
        try
        {
            var pack = WritePack(folder);
            await using var host = new EncoderHost(pack, new EncoderHostOptions { IntraOpThreads = 1, MaxRunMilliseconds = 0 }, NullLoggerFactory.Instance);
            var encoder = await host.GetAsync(Modality.Image);
            var items = Items();
            using var bare = new BareSession(pack.Encoders[Modality.Image].ModelPath, input, items, output, dimension);

            Cost raw = Cost.Worst, one = Cost.Worst, three = Cost.Worst;
            for (var round = 0; round < Rounds; round++)
            {
                raw = raw.Best(Measure(bare.Run));
                one = one.Best(await MeasureAsync(encoder, items, inFlight: 1));
                three = three.Best(await MeasureAsync(encoder, items, inFlight: 3));
            }

            Console.WriteLine($"{title}, batch {rows}, microseconds an item:");
            Print("bare session.Run", raw, raw);
            Print("EncodeBatchAsync, one in flight", one, raw);
            Print("EncodeBatchAsync, three in flight", three, raw);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Print(string way, Cost cost, Cost bare) => Console.WriteLine(FormattableString.Invariant(
        $"  {way,-34} clock {cost.Clock,10:F2} ({bare.Clock / cost.Clock:P0} of the bare speed)   processor {cost.Processor,10:F2} ({bare.Processor / cost.Processor:P0})"));

    private Cost Measure(Action run)
    {
        var start = Start();
        for (var i = 0; i < batchesPerRound; i++)
            run();
        return Since(start);
    }

    private async Task<Cost> MeasureAsync(ModalityEncoder encoder, PreparedItem[] items, int inFlight)
    {
        var start = Start();
        var left = batchesPerRound;
        await Task.WhenAll(Enumerable.Range(0, inFlight).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
                await encoder.EncodeBatchAsync(items);
        })));
        return Since(start);
    }

    private static (long Clock, TimeSpan Processor) Start() => (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);

    private Cost Since((long Clock, TimeSpan Processor) start)
    {
        double items = batchesPerRound * rows;
        return new Cost(Stopwatch.GetElapsedTime(start.Clock).TotalMicroseconds / items, (Environment.CpuUsage.TotalTime - start.Processor).TotalMicroseconds / items);
    }

    private PreparedItem[] Items()
    {
        var random = new Random(1);
        var size = input.Shape.Aggregate(1, (a, d) => a * d);
        var items = new PreparedItem[rows];
        for (var i = 0; i < rows; i++)
        {
            var values = new float[size];
            for (var j = 0; j < size; j++)
                values[j] = random.NextSingle();
            items[i] = new PreparedItem { Tensors = [PreparedTensor.Of(input.Name, values, [1, .. input.Shape])] };
        }

        return items;
    }

    private EncoderPack WritePack(string folder)
    {
        File.WriteAllBytes(Path.Combine(folder, "model.onnx"), model);
        var manifest = new
        {
            schemaVersion = 1,
            name = "bench",
            version = "1",
            licence = new { name = "none", commercialUse = false },
            encoders = new
            {
                image = new
                {
                    model = new { path = "model.onnx", sha256 = Convert.ToHexStringLower(SHA256.HashData(model)) },
                    preprocessing = new { profile = "bench" },
                    output = new { name = output, dimension },
                    batch = new { maxRows = rows },
                },
            },
        };
        File.WriteAllBytes(Path.Combine(folder, EncoderPack.ManifestName), JsonSerializer.SerializeToUtf8Bytes(manifest));
        return EncoderPack.Load(folder, new PackLoadOptions { CreateProfile = (_, _) => new VectorProfile(input) });
    }

    /// <summary>What one item cost, in microseconds.</summary>
    private readonly record struct Cost(double Clock, double Processor)
    {
        public static Cost Worst => new(double.MaxValue, double.MaxValue);

        public Cost Best(Cost other) => new(Math.Min(Clock, other.Clock), Math.Min(Processor, other.Processor));
    }
}
