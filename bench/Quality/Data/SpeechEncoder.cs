using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using UniBind.Grid.Media;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Bench.Quality;

/// <summary>
/// The lab's speech encoder: a mel spectrogram, then an embedding of every 76 frames. It is two models in a row, which a pack's encoder is not, so
/// the benchmark runs it by itself. Raw embedding: the windows' embeddings one after the other, of the clip in the middle of 1.5 s of silence, L2-normalised.
/// </summary>
internal sealed class SpeechEncoder : IDisposable
{
    private const int Window = 76;
    private const int Hop = 8;
    private const int Samples = 24_000;
    private readonly InferenceSession _mel = new(Lab.Require("encoders", "melspectrogram.onnx"));
    private readonly InferenceSession _embedding = new(Lab.Require("encoders", "oww_embedding_model.onnx"));
    private readonly IPreprocessingProfile _profile;

    public SpeechEncoder(IPreprocessingProfile waveform) => _profile = waveform;

    public float[] Encode(LabItem item)
    {
        using var content = MediaContent.FromBytes(item.Name, item.Read());
        var prepared = _profile.Prepare(content, MediaSniffer.Detect(content, Modality.Audio).Format, CancellationToken.None);
        var wave = Center(prepared.Tensors[0].Floats!);
        using var mel = _mel.Run([NamedOnnxValue.CreateFromTensor("input", new DenseTensor<float>(wave, [1, Samples]))]);
        var tensor = mel[0].AsTensor<float>();
        var bins = tensor.Dimensions[^1];
        var frames = (int)(tensor.Length / bins);
        var values = tensor.ToArray().Select(x => (x / 10) + 2).ToArray();
        var windows = ((frames - Window) / Hop) + 1;
        var input = new float[windows * Window * bins];
        for (var w = 0; w < windows; w++)
            Array.Copy(values, w * Hop * bins, input, w * Window * bins, Window * bins);
        using var output = _embedding.Run([NamedOnnxValue.CreateFromTensor("input_1", new DenseTensor<float>(input, [windows, Window, bins, 1]))]);
        var vector = output[0].AsTensor<float>().ToArray();
        var norm = MathF.Sqrt(vector.Sum(x => x * x));
        return [.. vector.Select(x => x / norm)];
    }

    public void Dispose()
    {
        _mel.Dispose();
        _embedding.Dispose();
    }

    /// <summary>The middle of the clip in the middle of the window, in the range of 16-bit samples.</summary>
    private static float[] Center(float[] samples)
    {
        var last = Array.FindLastIndex(samples, s => s != 0) + 1;
        var length = Math.Min(last, Samples);
        var wave = new float[Samples];
        for (var i = 0; i < length; i++)
            wave[((Samples - length) / 2) + i] = samples[((last - length) / 2) + i] * 32767;
        return wave;
    }
}
