using UniBind.Grid.Media;

namespace UniBind.Grid.Encoding;

/// <summary>
/// Sounds: level, spread, change and rhythm of the log-mel bands, the course of the cepstrum, and the slopes of the spectrogram.
/// Overall loudness is taken out: it tells more of the microphone than of the sound.
/// </summary>
internal static class AudioDescriptor
{
    private const int Bands = 128;
    private const int Wide = 32;

    // The frames that two seconds give; what the profile adds up to 204 is padding.
    private const int Frames = 198;

    /// <summary>Input <c>mel</c> float [n,1,128,204], normalised log-mel energies; output <c>embedding</c>.</summary>
    public static byte[] Build()
    {
        var graph = new OnnxGraphWriter("classic_audio");
        // Digital silence is -1.28, full scale below 2.
        var input = graph.Clip(graph.Input("mel", TensorType.Float32, "n", 1, Bands, 204), -2, 3);
        var mel = graph.Slice(graph.Reshape(input, 0, Bands, 204), 2, 0, Frames); // [n,128,198]
        var weights = Weights(graph, mel); // [n,1,198]
        var total = graph.Add(graph.Sum(weights, [2]), 1e-3f);
        var blocks = new FeatureBlocks(graph);

        var wide = graph.Mean(graph.Reshape(mel, 0, Wide, Bands / Wide, Frames), [2], keep: false); // [n,32,198]
        var level = graph.Div(graph.Sum(graph.Mul(wide, weights), [2]), total); // [n,32,1]
        var loudness = graph.Mean(level, [1]);
        var centred = graph.Mul(graph.Sub(wide, level), weights);
        AddLevels(graph, blocks, graph.Sub(level, loudness), centred, graph.Mul(graph.Sub(wide, loudness), weights), total);
        AddChange(graph, blocks, centred, weights, total);
        AddRhythm(graph, blocks, centred, total);
        AddCourse(graph, blocks, mel, weights);
        AddSlopes(graph, blocks, mel, weights, total);
        return blocks.Finish();
    }

    // How much each frame counts: 0 where the profile padded (there all bands have the padding's value), else less the further it lies below the
    // loudest frame, a factor of e for each 10 dB, so that silence around a short sound does not blur it.
    private static OnnxValue Weights(OnnxGraphWriter graph, OnnxValue mel)
    {
        const float padding = 0.4670606f;
        const float decay = 4f; // one unit of the normalised scale is a factor of e^9.138 in power, 40 dB
        var distance = graph.Reduce("ReduceMax", graph.Unary("Abs", graph.Add(mel, -padding)), [1]);
        var present = graph.Clip(graph.Mul(graph.Add(distance, -1e-4f), 1e5f), 0, 1);
        var energy = graph.Mean(mel, [1]); // [n,1,198]
        var loudest = graph.Add(graph.Reduce("ReduceMax", graph.Mul(graph.Add(energy, 20f), present), [2]), -20f);
        var below = graph.Unary("Relu", graph.Sub(loudest, energy));
        return graph.Mul(present, graph.Unary("Exp", graph.Mul(below, -decay)));
    }

    private static void AddLevels(OnnxGraphWriter graph, FeatureBlocks blocks, OnnxValue level, OnnxValue centred, OnnxValue aboveLoudness, OnnxValue total)
    {
        var variance = graph.Div(graph.Sum(graph.Mul(centred, centred), [2]), total);
        blocks.Add(level, Wide, 1f, floor: 0.5f);
        blocks.Add(graph.Unary("Sqrt", graph.Add(variance, 1e-4f)), Wide, 0.6f, floor: 0.05f);
        blocks.Add(graph.Reduce("ReduceMax", aboveLoudness, [2]), Wide, 0.5f, floor: 0.5f);
    }

    // How much each band rises and falls within 20 and 80 ms.
    private static void AddChange(OnnxGraphWriter graph, FeatureBlocks blocks, OnnxValue centred, OnnxValue weights, OnnxValue total)
    {
        foreach (var lag in (ReadOnlySpan<int>)[2, 8])
        {
            OnnxValue Later(OnnxValue value) => graph.Slice(value, 2, lag, Frames);
            OnnxValue Earlier(OnnxValue value) => graph.Slice(value, 2, 0, Frames - lag);
            var change = graph.Mul(graph.Sub(Later(centred), Earlier(centred)), graph.Mul(Later(weights), Earlier(weights)));
            foreach (var rising in (ReadOnlySpan<bool>)[true, false])
            {
                var part = graph.Unary("Relu", rising ? change : graph.Unary("Neg", change));
                blocks.Add(graph.Div(graph.Sum(part, [2]), total), Wide, 0.4f, floor: 0.02f);
            }
        }
    }

    // The strength of modulation rates from 1 to 24 Hz in eight wide bands.
    private static void AddRhythm(OnnxGraphWriter graph, FeatureBlocks blocks, OnnxValue centred, OnnxValue total)
    {
        const int bands = 8;
        double[] rates = [1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24];
        // [198, rate, cos or sin], 100 frames a second.
        var waves = ClassicMath.Table(Frames * rates.Length * 2, i =>
        {
            var angle = 2 * Math.PI * rates[i / 2 % rates.Length] * (i / 2 / rates.Length) / 100;
            return i % 2 == 0 ? Math.Cos(angle) : Math.Sin(angle);
        });
        var envelopes = graph.Mean(graph.Reshape(centred, 0, bands, Wide / bands, Frames), [2], keep: false); // [n,8,198]
        var spectrum = graph.Div(graph.MatMul(envelopes, graph.Constant(waves, Frames, 2 * rates.Length)), total);
        var pairs = graph.Reshape(graph.Mul(spectrum, spectrum), 0, bands, rates.Length, 2);
        blocks.AddRooted(graph.Unary("Sqrt", graph.Sum(pairs, [3])), bands * rates.Length, 0.5f, floor: 0.2f);
    }

    // The mean cepstrum (the shape of the spectrum without its fine structure) in six overlapping segments, which share the sound's energy evenly.
    private static void AddCourse(OnnxGraphWriter graph, FeatureBlocks blocks, OnnxValue mel, OnnxValue weights)
    {
        const int coefficients = 20;
        const int segments = 6;
        var cosines = ClassicMath.Table(coefficients * Bands, i =>
        {
            var k = i / Bands + 1;
            // Higher coefficients are smaller by nature; the root lifts them.
            return Math.Sqrt(2.0 * k / Bands) * Math.Cos(Math.PI * k * (i % Bands + 0.5) / Bands);
        });
        var cepstrum = graph.MatMul(graph.Constant(cosines, coefficients, Bands), mel); // [n,20,198]

        var passed = graph.Node("CumSum", [weights, graph.Constant([2L])]);
        var place = graph.Div(passed, graph.Add(graph.Sum(weights, [2]), 1e-3f)); // [n,1,198], 0..1
        var shares = graph.Mul(SoftHistogram.Assign(graph, graph.Transpose(place, 0, 2, 1), 0, 1, segments), graph.Transpose(weights, 0, 2, 1)); // [n,198,6]
        var course = graph.Div(graph.MatMul(cepstrum, shares), graph.Add(graph.Sum(shares, [1]), 1e-3f)); // [n,20,6]
        blocks.Add(course, coefficients * segments, 1f, floor: 0.2f);
    }

    // Gradient directions of the spectrogram as of a picture, in 16 bands: tones, sweeps, beats and noise lean differently.
    private static void AddSlopes(OnnxGraphWriter graph, FeatureBlocks blocks, OnnxValue mel, OnnxValue weights, OnnxValue total)
    {
        const int bands = 16;
        const int directions = GradientHistogram.Directions;
        // Pairs of bands: at half the cost, and noise leans less.
        var picture = graph.Reshape(graph.Mean(graph.Reshape(mel, 0, Bands / 2, 2, Frames), [2], keep: false), 0, 1, Bands / 2, Frames);
        var votes = GradientHistogram.Votes(graph, GradientHistogram.Derivatives(graph, picture, 1)); // [n,8,64,198]
        var banded = graph.Mean(graph.Reshape(votes, 0, directions, bands, Bands / 2 / bands, Frames), [3], keep: false); // [n,8,16,198]
        var sums = graph.Sum(graph.Mul(banded, graph.Reshape(weights, 0, 1, 1, Frames)), [3]);
        blocks.AddRooted(graph.Div(sums, graph.Reshape(total, 0, 1, 1, 1)), directions * bands, 1.2f, floor: 0.2f);
    }
}
