using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using UniBind.Grid.Encoding;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Alignment.Tests.Knowledge;

/// <summary>
/// What 30 % wrong descriptions cost with the checks on and off. The quick case runs always; <c>UNIBIND_FULL=1</c> measures all bases. Single seeds differ by several points, so that fewer than ten say little
/// (<c>-showliveoutput on</c> prints the figures).
/// </summary>
public sealed class InjectionTests
{
    private const double Share = 0.3;
    private static readonly bool Full = Environment.GetEnvironmentVariable("UNIBIND_FULL") == "1";

    [Theory]
    [InlineData("esc10")]
    [InlineData("furniture")]
    [InlineData("cifar10")]
    [InlineData("digits")]
    [InlineData("thermal")]
    public async Task Run_WrongDescriptionsInjected_CostLessThanAThirdOfWhatTheyCostWithoutChecks(string name)
    {
        Assert.SkipUnless(Full || name == "furniture", "set UNIBIND_FULL=1 to measure all bases");
        Lab.Require("encoders", "use_lite.onnx");
        var cancellationToken = TestContext.Current.CancellationToken;
        using var folder = new TempFolder();
        await using var host = new EncoderHost(EncoderPack.Load(LabPack.Build(folder.Path)), new EncoderHostOptions { MaxRunMilliseconds = 0 }, NullLoggerFactory.Instance);
        var embedder = new CachedEmbedder(new TextEmbedder(await host.GetAsync(Modality.Text, cancellationToken)));
        var sound = await KnowledgeFile.ReadAllAsync(Path.Combine(Repository.Root, "samples", "knowledge", name + ".jsonl"), cancellationToken);
        var accuracy = await Setting(name, embedder, cancellationToken);

        var clean = accuracy(await Classes(sound, embedder, cancellationToken));
        var cleanFindings = await new KnowledgeChecks(embedder.EmbedAsync).RunAsync([.. sound.Select(d => d with { State = DescriptionState.Proposed })], cancellationToken);
        var cleanFlagged = cleanFindings.Select(f => f.Index).ToHashSet();
        var cleanKept = accuracy(await Classes([.. sound.Where((_, i) => !cleanFlagged.Contains(i))], embedder, cancellationToken));
        var seeds = Enumerable.Range(1, 10).ToArray();
        var (without, with, found, lost) = (0.0, 0.0, 0.0, 0.0);
        foreach (var seed in seeds)
        {
            var (corrupt, wrong) = Injection.Corrupt(sound, Share, seed);
            var findings = await new KnowledgeChecks(embedder.EmbedAsync).RunAsync(corrupt, cancellationToken);
            var flagged = findings.Select(f => f.Index).ToHashSet();
            without += accuracy(await Classes(corrupt, embedder, cancellationToken)) / seeds.Length;
            with += accuracy(await Classes([.. corrupt.Where((_, i) => !flagged.Contains(i))], embedder, cancellationToken)) / seeds.Length;
            found += flagged.Count(i => wrong[i]) / (double)wrong.Count(w => w) / seeds.Length;
            lost += flagged.Count(i => !wrong[i]) / (double)wrong.Count(w => !w) / seeds.Length;
        }
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name}: clean {clean:P1} (checks on {cleanKept:P1}, {cleanFlagged.Count} of {sound.Count} flagged: {string.Join(", ", cleanFindings.GroupBy(f => f.Check).Select(g => $"{g.Key} {g.Count()}"))}); 30 % wrong: checks off {without:P1} (lost {clean - without:P1}), on {with:P1} (lost {clean - with:P1}); {found:P1} of the wrong found, {lost:P1} of the sound lost; {seeds.Length} seeds"));
        Assert.True(clean - with < (clean - without) / 3, $"{name}: lost {clean - with:P1} with checks and {clean - without:P1} without");
    }

    /// <summary>How the accuracy of a base is measured: label-free where the lab's encoder emits class scores that fit, else a ridge head on held-out items.</summary>
    private static async Task<Func<IReadOnlyDictionary<string, float[][]>, double>> Setting(string name, CachedEmbedder embedder, CancellationToken cancellationToken)
    {
        switch (name)
        {
            case "esc10":
                return await Conse(LabScores.Esc10(int.MaxValue), LabScores.AudioClasses());
            case "cifar10":
                return await Conse(LabScores.Cifar10(int.MaxValue), LabScores.ImageClasses());
            case "furniture":
                return await Conse(LabScores.Furniture(int.MaxValue), LabScores.PointClasses());
            case "digits":
                return Ridge(LabScores.Mnist(1_000), group => int.Parse(group, CultureInfo.InvariantCulture) < 600);
            default:
                return Ridge(LabScores.Thermal(), group => group.Sum(c => c) % 2 == 0);
        }

        async Task<Func<IReadOnlyDictionary<string, float[][]>, double>> Conse(LabScores scores, string[] names)
        {
            var items = ZeroShot.Conse(scores.Rows, await embedder.EmbedAsync(names, cancellationToken));
            return classes => ZeroShot.Accuracy(items, scores.Labels, classes);
        }

        static Func<IReadOnlyDictionary<string, float[][]>, double> Ridge(LabScores scores, Func<string, bool> train)
        {
            var (learn, test) = (Where(scores, train), Where(scores, g => !train(g)));
            var weights = ZeroShot.RidgeWeights(learn.Rows, test.Rows, 0.01);
            return classes => ZeroShot.Accuracy(ZeroShot.Predict(weights, learn.Labels, classes), test.Labels, classes);
        }
    }

    private static LabScores Where(LabScores scores, Func<string, bool> rule)
    {
        var rows = Enumerable.Range(0, scores.Rows.Length).Where(i => rule(scores.Groups[i])).ToArray();
        return new([.. rows.Select(i => scores.Rows[i])], [.. rows.Select(i => scores.Labels[i])], [.. rows.Select(i => scores.Groups[i])]);
    }

    private static async Task<IReadOnlyDictionary<string, float[][]>> Classes(IReadOnlyList<Description> descriptions, CachedEmbedder embedder, CancellationToken cancellationToken)
    {
        var vectors = await embedder.EmbedAsync([.. descriptions.Select(d => d.Text)], cancellationToken);
        return descriptions.Select((d, i) => (d.Class, Row: vectors.Row(i).ToArray())).GroupBy(p => p.Class).ToDictionary(g => g.Key, g => g.Select(p => p.Row).ToArray());
    }

    /// <summary>Embeds each text once.</summary>
    private sealed class CachedEmbedder(TextEmbedder embedder)
    {
        private readonly Dictionary<string, float[]> _known = [];

        public async Task<EmbeddingMatrix> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
        {
            var fresh = texts.Where(t => !_known.ContainsKey(t)).Distinct().ToArray();
            var vectors = await embedder.EmbedAsync(fresh, cancellationToken);
            for (var i = 0; i < fresh.Length; i++)
                _known[fresh[i]] = vectors.Row(i).ToArray();
            return EmbeddingMatrix.From([.. texts.Select(t => _known[t])], vectors.Columns);
        }
    }
}
