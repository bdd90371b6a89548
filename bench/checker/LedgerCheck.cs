using System.Text.Json;

namespace UniBind.Grid.Bench.Checker;

/// <summary>Holds <c>_ledger.json</c> against what was counted.</summary>
internal sealed class LedgerCheck
{
    private readonly List<string> _problems = [];

    /// <summary>input = embedded + reused + carried + duplicate + dead-lettered + filtered.</summary>
    public bool Closed { get; private set; }

    /// <summary>Every number is the one that was counted.</summary>
    public bool Agrees => _problems.Count == 0;

    /// <summary>What does not agree.</summary>
    public IReadOnlyList<string> Problems => _problems;

    public static LedgerCheck Of(string folder, long listed, Counts counts)
    {
        var check = new LedgerCheck();
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "_ledger.json")));
            check.Read(json.RootElement, listed, counts);
        }
        catch (Exception e) when (e is IOException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            check._problems.Add($"_ledger.json cannot be read: {e.Message}");
        }
        return check;
    }

    private void Read(JsonElement ledger, long listed, Counts counts)
    {
        long Term(string name) => ledger.GetProperty(name).GetInt64();
        var rows = Term("embedded") + Term("reused") + Term("carried") + Term("duplicate");
        var filtered = ledger.GetProperty("filtered").EnumerateObject().Sum(reason => reason.Value.GetInt64());
        Closed = Term("input") == rows + Term("deadLettered") + filtered;
        Require("input", Term("input"), listed);
        Require("rows", rows, counts.Rows);
        Require("deadLettered", Term("deadLettered"), counts.Letters);
        Require("filtered", filtered, 0);
        Require("dead letters by code", Numbers(ledger.GetProperty("deadLetterCodes")), counts.LettersByCode);
        var byModality = ledger.GetProperty("modalities").EnumerateObject()
            .ToDictionary(m => m.Name, m => m.Value.EnumerateObject().Where(term => term.Name is "embedded" or "reused" or "carried" or "duplicate").Sum(term => term.Value.GetInt64()));
        Require("rows by modality", byModality, counts.RowsByModality);
    }

    private void Require(string what, long said, long counted)
    {
        if (said != counted)
            _problems.Add(FormattableString.Invariant($"The ledger says {what} {said}, and {counted} were counted."));
    }

    private void Require(string what, Dictionary<string, long> said, IReadOnlyDictionary<string, long> counted)
    {
        foreach (var key in said.Keys.Union(counted.Keys))
            Require($"{what} ({key})", said.GetValueOrDefault(key), counted.GetValueOrDefault(key));
    }

    private static Dictionary<string, long> Numbers(JsonElement numbers) => numbers.EnumerateObject().ToDictionary(n => n.Name, n => n.Value.GetInt64());
}
