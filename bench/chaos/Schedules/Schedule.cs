using System.Text.Json;
using System.Text.Json.Serialization;

namespace UniBind.Grid.Bench.Chaos;

/// <summary>All that one run is made of; a file of it can be replayed.</summary>
internal sealed record Schedule
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <summary>The seed that it was made from; also the seed of storage faults.</summary>
    public required int Seed { get; init; }

    /// <summary>Items of the corpus, about.</summary>
    public required int Items { get; init; }

    /// <summary>The fraction of items that cannot be embedded.</summary>
    public required double Poison { get; init; }

    /// <summary>Where the output lies: local, azurite or s3rver.</summary>
    public required string Store { get; init; }

    /// <summary>What happens.</summary>
    public required IReadOnlyList<Injection> Injections { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    public static Schedule Read(string path) => JsonSerializer.Deserialize<Schedule>(File.ReadAllText(path), Json)
        ?? throw new InvalidDataException($"'{path}' holds no schedule.");
}
