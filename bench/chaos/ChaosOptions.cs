using System.Globalization;

namespace UniBind.Grid.Bench.Chaos;

/// <summary>The command line of the fault runner.</summary>
internal sealed record ChaosOptions
{
    /// <summary>For people.</summary>
    public const string Usage = """
        usage: chaos [--seeds 1-20 | --seed 7 | --replay FILE] [--faults kill-encoder,stop-encoder,...] [--items N] [--store local|azurite|s3rver]
                     [--coordinators 2] [--encoders 3] [--limit SECONDS] [--folder DIR] [--keep]
        """;

    /// <summary>The seeds to run.</summary>
    public IReadOnlyList<int> Seeds { get; init; } = [1];

    /// <summary>A schedule to run instead.</summary>
    public string? Replay { get; init; }

    /// <summary>The faults that schedules are made of.</summary>
    public IReadOnlyList<FaultKind> Faults { get; init; } = [];

    /// <summary>Items of the corpus, about.</summary>
    public int Items { get; init; } = 6_000;

    /// <summary>Where outputs lie.</summary>
    public string Store { get; init; } = "local";

    public int Coordinators { get; init; } = 2;

    public int Encoders { get; init; } = 3;

    /// <summary>How long one run may take.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Where everything is written.</summary>
    public string Folder { get; init; } = Path.Combine(Path.GetTempPath(), "unibind-chaos");

    /// <summary>Keeps outputs of runs that ended well, too.</summary>
    public bool Keep { get; init; }

    /// <exception cref="ArgumentException">The command line is wrong; the message says how.</exception>
    public static ChaosOptions Parse(string[] args)
    {
        var options = new ChaosOptions();
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--keep")
            {
                options = options with { Keep = true };
                continue;
            }
            var value = i + 1 < args.Length ? args[i + 1] : throw new ArgumentException($"{args[i]} needs a value.");
            options = args[i++] switch
            {
                "--seeds" or "--seed" => options with { Seeds = Range(value) },
                "--replay" => options with { Replay = value },
                "--faults" => options with { Faults = [.. value.Split(',').Select(Names.Parse<FaultKind>)] },
                "--items" => options with { Items = Number(value, 100, 10_000_000) },
                "--store" => options with { Store = value is "local" or "azurite" or "s3rver" ? value : throw new ArgumentException($"'{value}' is none of local, azurite, s3rver.") },
                "--coordinators" => options with { Coordinators = Number(value, 1, 9) },
                "--encoders" => options with { Encoders = Number(value, 1, 9) },
                "--limit" => options with { Limit = TimeSpan.FromSeconds(Number(value, 10, 3_600)) },
                "--folder" => options with { Folder = Path.GetFullPath(value) },
                var unknown => throw new ArgumentException($"There is no option {unknown}."),
            };
        }
        return options with { Faults = options.Faults.Count > 0 ? options.Faults : Usable(options.Store) };
    }

    private static FaultKind[] Usable(string store) => [.. Enum.GetValues<FaultKind>().Where(f => store == "local"
        ? f is not (FaultKind.StorageThrows or FaultKind.StorageSlow)
        : f is not (FaultKind.FullDisk or FaultKind.TornWrite or FaultKind.DeliverTwice))];

    private static int[] Range(string text)
    {
        var ends = text.Split('-');
        var (first, last) = (Number(ends[0], 0, int.MaxValue - 1), Number(ends[^1], 0, int.MaxValue - 1));
        return ends.Length <= 2 && last >= first ? [.. Enumerable.Range(first, last - first + 1)] : throw new ArgumentException($"'{text}' is no range of seeds, such as 1-20.");
    }

    private static int Number(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new ArgumentException($"'{text}' is no number from {least} to {most}.");
}
