using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.ML.OnnxRuntime;

namespace UniBind.Grid.Encoding;

/// <summary>Runs an encoder on synthetic items and tells what it found.</summary>
internal sealed class EncoderInspector(EncoderHostOptions options, ILogger logger)
{
    private const int MaxBatch = 8;
    private const float ProbabilityTolerance = 1e-3f;

    /// <summary>Loads an encoder, warms it up, and checks its output and that batches do not change it. Blocks its thread.</summary>
    /// <exception cref="ProviderUnavailableException">The device is not to be had.</exception>
    public EncoderReport Inspect(PackEncoder encoder)
    {
        var report = new EncoderReport
        {
            Modality = encoder.Modality,
            Sha256 = encoder.Sha256,
            Dimension = encoder.Dimension,
            Preprocessing = encoder.Profile.Fingerprint,
            Licence = encoder.Licence,
        };
        try
        {
            var start = Stopwatch.GetTimestamp();
            using var runner = new EncoderLoader(encoder, options, logger).Load().Runner;
            report = report with { LoadTime = Stopwatch.GetElapsedTime(start), Provider = runner.Provider, Padding = runner.Padding };
            return Measure(runner, report);
        }
        catch (PackException e)
        {
            return report with { Problems = [e.Message] };
        }
        catch (OnnxRuntimeException e)
        {
            return report with { Problems = [$"The {encoder.Modality.Name()} encoder fails on synthetic items: {e.Message}"] };
        }
    }

    private static EncoderReport Measure(EncoderRunner runner, EncoderReport report)
    {
        var problems = new List<string>();
        var profile = runner.Encoder.Profile;
        var item = SyntheticItem.Create(profile, runner.Contract, 1);
        var longer = runner.Contract.IsDynamic ? SyntheticItem.Create(profile, runner.Contract, 3) : item;
        var buffers = runner.Rent();
        try
        {
            var start = Stopwatch.GetTimestamp();
            var alone = EncoderLoader.Encode(runner, buffers, [item])[0];
            report = report with { RunTime = Stopwatch.GetElapsedTime(start) };
            CheckProbabilities(runner, buffers, problems);

            var padding = EncoderLoader.PaddingDelta(runner, buffers, item, longer);
            if (runner.Padding == PaddingMode.Allow && padding > EncoderLoader.Invariance)
                problems.Add(string.Create(CultureInfo.InvariantCulture, $"Filling an item up beside a longer one changes its vector by {padding:G3}, more than {EncoderLoader.Invariance:G1}; set batch.padding of {report.Modality.Name()} to \"equal\"."));

            var count = Math.Min(runner.Limits.MaxRows, MaxBatch);
            var mixed = runner.Padding == PaddingMode.Allow ? longer : item;
            var batch = EncoderLoader.Encode(runner, buffers, [.. Enumerable.Range(0, count).Select(i => i % 2 == 0 ? item : mixed)]);
            var delta = alone.Vector is { } vector && batch[0].Vector is { } together ? EncoderLoader.MaxDelta(vector, together) : float.PositiveInfinity;
            report = report with { BatchDelta = delta };
            if (delta > EncoderLoader.Invariance && problems.Count == 0)
                problems.Add(string.Create(CultureInfo.InvariantCulture, $"A batch of {count} rows changes an item's vector by {delta:G3}, more than {EncoderLoader.Invariance:G1}; export the {report.Modality.Name()} model so that its rows do not depend on each other, or set batch.maxRows to 1."));
        }
        finally
        {
            runner.Return(buffers);
        }

        return report with { Problems = problems };
    }

    /// <summary>Looks at the output of the Run before, as the model gave it.</summary>
    private static void CheckProbabilities(EncoderRunner runner, RunBuffers buffers, List<string> problems)
    {
        if (runner.Encoder.Manifest.Output.Kind != OutputKind.Probabilities)
            return;
        var values = new float[runner.Encoder.Dimension];
        buffers.Read(0, values, values.Length);
        if (values.Min() < -ProbabilityTolerance || values.Max() > 1 + ProbabilityTolerance)
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"The output '{runner.Contract.Output.Name}' is declared as probabilities, but its values reach from {values.Min():G3} to {values.Max():G3}; name the output after the softmax or sigmoid, or declare the kind \"logits\" or \"embedding\"."));
    }
}
