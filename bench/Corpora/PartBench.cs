using System.Diagnostics;
using System.Runtime.InteropServices;

namespace UniBind.Grid.Corpora.Bench;

/// <summary>Commits of one shard against writing the same floats to a file and flushing it, in the same run.</summary>
internal static class PartBench
{
    private const int Repeats = 5;

    public static async Task RunAsync(int rows, int dimension)
    {
        var folder = Directory.CreateTempSubdirectory("unibind-bench-").FullName;
        var output = Rows(rows, dimension);
        var megabytes = rows * (double)dimension * sizeof(float) / 1e6;
        try
        {
            var plain = await BestAsync(i => Task.Run(() => WritePlain(Path.Combine(folder, $"plain-{i}"), output)));
            Console.WriteLine($"{rows:N0} x {dimension} floats, {megabytes:F0} MB; plain write and fsync: {megabytes / plain.Wall:F0} MB/s");
            foreach (var (name, sink) in new (string, IPartSink)[]
            {
                ("parquet snappy", new ParquetPartSink()),
                ("parquet zstd", new ParquetPartSink(PartCompression.Zstd)),
                ("parquet none", new ParquetPartSink(PartCompression.None)),
                ("npy + jsonl", new NpyPartSink()),
            })
            {
                long bytes = 0;
                var job = new JobFolder(Path.Combine(folder, name));
                var commit = await BestAsync(async i => bytes = (await sink.CommitAsync(job, ShardId.Of(0, i), 0, 1, output, [], CancellationToken.None)).Bytes);
                var read = await BestAsync(async i =>
                {
                    await foreach (var part in PartReader.ReadPartsAsync(job.Root))
                        if (part.Count != rows)
                            throw new InvalidDataException("rows are missing");
                });
                Console.WriteLine($"{name,-15} commit {megabytes / commit.Wall,5:F0} MB/s ({megabytes / commit.Cpu:F0} a processor second), {rows / commit.Wall,9:N0} rows/s, {plain.Wall / commit.Wall:F2} of plain; {(double)bytes / rows:F0} bytes/row; read {Repeats * megabytes / read.Wall:F0} MB/s ({Repeats * megabytes / read.Cpu:F0})");
            }
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    /// <summary>The shortest of some runs, on the clock and in processor time (which other load on the machine hardly changes).</summary>
    private static async Task<(double Wall, double Cpu)> BestAsync(Func<int, Task> action)
    {
        var (wall, cpu) = (double.MaxValue, double.MaxValue);
        for (var i = 0; i < Repeats; i++)
        {
            var started = Environment.CpuUsage.TotalTime;
            var watch = Stopwatch.StartNew();
            await action(i);
            wall = Math.Min(wall, watch.Elapsed.TotalSeconds);
            cpu = Math.Min(cpu, (Environment.CpuUsage.TotalTime - started).TotalSeconds);
        }
        return (wall, cpu);
    }

    private static void WritePlain(string path, List<OutputRow> rows)
    {
        using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
        foreach (var row in rows)
            stream.Write(MemoryMarshal.AsBytes(row.Embedding.AsSpan()));
        stream.Flush(true);
    }

    private static List<OutputRow> Rows(int count, int dimension)
    {
        var random = new Random(1);
        var rows = new List<OutputRow>(count);
        for (var i = 0; i < count; i++)
        {
            var embedding = new float[dimension];
            for (var k = 0; k < dimension; k++)
                embedding[k] = (float)(random.NextDouble() - 0.5) / 8;
            rows.Add(new OutputRow
            {
                Id = $"images/{i:D9}.png",
                Uri = $"images/{i:D9}.png",
                Modality = Modality.Image,
                Labels = [$"{i % 10}"],
                Class = $"{i % 10}",
                Score = 0.5f,
                Space = "digits@3",
                Encoder = new string('e', 64),
                Head = new string('h', 64),
                ContentSha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(i))),
                Embedding = embedding,
            });
        }
        return rows;
    }
}
