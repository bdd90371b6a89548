using System.Security.Cryptography;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Alignment.Tests.Knowledge;

public sealed class ShippedKnowledgeTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "samples", "knowledge");

    public static TheoryData<string, int> Bases => new() { { "digits", 10 }, { "esc10", 10 }, { "cifar10", 10 }, { "thermal", 4 }, { "furniture", 26 } };

    [Fact]
    public void Sums_ShippedBases_StillHold()
    {
        var sums = File.ReadAllLines(Path.Combine(Folder, "SHA256SUMS")).Select(l => l.Split("  ", 2)).ToDictionary(p => p[1], p => p[0]);
        Assert.Superset(Directory.GetFiles(Folder, "*.jsonl").Select(f => Path.GetFileName(f)).ToHashSet(), sums.Keys.ToHashSet());
        Assert.All(sums, s => Assert.Equal(s.Value, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(Folder, s.Key))))));
    }

    [Theory]
    [MemberData(nameof(Bases))]
    public async Task Read_ShippedBase_HasSixtyApprovedDescriptionsAClass(string name, int classes)
    {
        var prompt = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(Folder, "PROMPT.md"), TestContext.Current.CancellationToken)));
        var descriptions = await KnowledgeFile.ReadAllAsync(Path.Combine(Folder, name + ".jsonl"), TestContext.Current.CancellationToken);
        var counts = descriptions.Where(d => d.State == DescriptionState.Approved).CountBy(d => d.Class).ToArray();
        Assert.Equal(classes, counts.Length);
        Assert.All(counts, c => Assert.InRange(c.Value, 60, 74));
        Assert.All(descriptions, d => Assert.Equal(("Claude (Anthropic)", prompt), (d.Llm, d.Prompt)));
    }
}
