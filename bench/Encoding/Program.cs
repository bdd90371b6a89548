using UniBind.Grid.Encoding;
using UniBind.Grid.Encoding.Bench;
using UniBind.Grid.Media;

// The trivial model: one matrix product, so that everything around the Run weighs as much as it can.
foreach (var (width, batch) in new[] { (256, 8), (256, 64) })
{
    var graph = new OnnxGraphWriter("matmul");
    var x = graph.Input("values", TensorType.Float32, "n", width);
    var random = new Random(1);
    var weights = new float[width * width];
    for (var i = 0; i < weights.Length; i++)
        weights[i] = random.NextSingle() - 0.5f;
    graph.Output("embedding", graph.MatMul(x, graph.Constant(weights, width, width)), TensorType.Float32, "n", width);
    await new BatcherOverhead($"MatMul {width}x{width}", graph.ToArray(), new TensorSpec("values", TensorType.Float32, [width]), "embedding", width, batch, 300).RunAsync();
}

// A real picture encoder of the lab, where it is present.
var lab = Environment.GetEnvironmentVariable("UNIBIND_LAB") ?? "../shared/lab";
var mobileNet = Path.Combine(lab, "encoders", "mobilenetv2_tf2.onnx");
if (File.Exists(mobileNet))
    await new BatcherOverhead("MobileNetV2 224x224", File.ReadAllBytes(mobileNet), new TensorSpec("image", TensorType.Float32, [3, 224, 224]), "embedding", 1280, 8, 3).RunAsync();
else
    Console.WriteLine("lab not present: MobileNetV2 is left out (set UNIBIND_LAB)");
