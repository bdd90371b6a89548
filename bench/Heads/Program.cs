using UniBind.Grid;
using UniBind.Grid.Alignment;
using UniBind.Grid.Alignment.Bench;

// Training of heads against plain products of ONNX Runtime, in turns in one process. Repeat: dotnet run -c Release --project bench/Heads [rounds] [threads]
const double Wanted = 0.5;
var rounds = args.Length > 0 ? int.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture) : 21;
using var gemm = new Gemm(args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 0);
Console.WriteLine($"{gemm.Threads} threads of {Environment.ProcessorCount} processors, {rounds} rounds; median [p10..p90]");
Console.WriteLine($"{"",-52} {"GFLOP/s",-24} {"plain MatMul GFLOP/s",-24} ratio");

var ratios = new List<double>
{
    Product("product 1024x1024x1024", 1024, 1024, 1024, twice: false),
    Product("product 1024x1280x512", 1024, 1280, 512, twice: false),
    StepBench.Run("step, captions, batch 1024, 1280 -> 512", gemm, 1280, 512, 0, symmetric: false, rounds),
    StepBench.Run("step, captions, both ways, batch 1024, 1280 -> 512", gemm, 1280, 512, 0, symmetric: true, rounds),
    StepBench.Run("step, 10 classes x 50, batch 1024, 1280 -> 512", gemm, 1280, 512, 10, symmetric: false, rounds),
    StepBench.Run("step, 50 classes x 50, batch 1024, 1280 -> 512", gemm, 1280, 512, 50, symmetric: false, rounds),
    StepBench.Run("step, 50 classes x 50, both ways, 1280 -> 512", gemm, 1280, 512, 50, symmetric: true, rounds),
    StepBench.Run("step, captions, batch 1024, 1024 -> 1024", gemm, 1024, 1024, 0, symmetric: false, rounds),
    Gram("Gram matrix (double), 8192 items, 1280 -> 512", 8192, 1280, 512),
};

var gram = GramMatrix.From(StepBench.Random(4096, 1280, 1), StepBench.Random(4096, 512, 2), gemm);
Comparison.Seconds("ridge, 1280 -> 512, one lambda", () => RidgeSolver.Solve(gram, Modality.Image, 0.01, gemm), 3);
Comparison.Seconds("orthogonal Procrustes, 1280 -> 512", () => ProcrustesSolver.Solve(gram, Modality.Image, gemm), 3);
Console.WriteLine($"worst ratio {ratios.Min():F2}, wanted {Wanted:F2}; repeat: dotnet run -c Release --project bench/Heads -- {rounds} {gemm.Threads}");
return ratios.Min() >= Wanted ? 0 : 1;

double Product(string name, int m, int k, int n, bool twice)
{
    using var plain = new PlainMatMul(m, k, n, gemm.Threads, twice);
    var (a, b, c) = (StepBench.Random(m, k, 1), StepBench.Random(n, k, 2), new float[m * n]);
    return Comparison.Run(name, [plain], () => gemm.Multiply(new MatrixOperand<float>(a.Values, m, k), new MatrixOperand<float>(b.Values, n, k, true), c), rounds);
}

double Gram(string name, int items, int raw, int dimension)
{
    using var square = new PlainMatMul(raw, items, raw, gemm.Threads, twice: true);
    using var cross = new PlainMatMul(raw, items, dimension, gemm.Threads, twice: true);
    var (x, y) = (StepBench.Random(items, raw, 1), StepBench.Random(items, dimension, 2));
    return Comparison.Run(name, [square, cross], () => GramMatrix.From(x, y, gemm), Math.Min(rounds, 7));
}
