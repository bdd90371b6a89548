using System.Text.Json;

namespace UniBind.Grid.Samples;

/// <summary>What a sample corpus was made from, kept in its folder as <c>.sample.json</c>: by it a later run knows its own work.</summary>
/// <param name="Format">Grows when the same options make other bytes.</param>
/// <param name="PerClass">See <see cref="SampleOptions.PerClass"/>.</param>
/// <param name="Modalities">The modalities' names in their order, separated by commas.</param>
/// <param name="Seed">See <see cref="SampleOptions.Seed"/>.</param>
/// <param name="Mp4">See <see cref="SampleOptions.Mp4"/>.</param>
/// <param name="Bytes">The bytes of the items' files.</param>
internal sealed record SampleStamp(int Format, int PerClass, string Modalities, ulong Seed, bool Mp4, long Bytes)
{
    /// <summary>The name of the file.</summary>
    public const string FileName = ".sample.json";

    private const int CurrentFormat = 1;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { RespectRequiredConstructorParameters = true };

    /// <summary>The stamp of a plan whose files have so many bytes.</summary>
    public static SampleStamp Of(SamplePlan plan, long bytes) =>
        new(CurrentFormat, plan.Options.PerClass, string.Join(',', plan.Modalities.Select(m => m.Name())), plan.Options.Seed, plan.Options.Mp4, bytes);

    /// <summary>The stamp in a folder; null when there is none that can be read.</summary>
    public static SampleStamp? Read(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize<SampleStamp>(File.ReadAllBytes(Path.Combine(folder, FileName)), Json);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes it into a folder.</summary>
    public Task WriteAsync(string folder, CancellationToken cancellationToken) =>
        File.WriteAllBytesAsync(Path.Combine(folder, FileName), JsonSerializer.SerializeToUtf8Bytes(this, Json), cancellationToken);

    /// <summary>True when it is the stamp of this plan.</summary>
    public bool IsOf(SamplePlan plan) => this == Of(plan, Bytes);

    /// <summary>The plan that it was made from; null when it names something unknown.</summary>
    public SamplePlan? Plan()
    {
        var modalities = new List<Modality>();
        foreach (var name in Modalities.Split(','))
        {
            if (!Grid.Modalities.TryParse(name, out var modality))
                return null;
            modalities.Add(modality);
        }

        return PerClass is < 1 or > SampleOptions.MaxPerClass
            ? null
            : new(new SampleOptions { PerClass = PerClass, Modalities = modalities, Seed = Seed, Mp4 = Mp4 });
    }
}
