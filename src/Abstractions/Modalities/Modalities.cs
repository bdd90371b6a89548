using System.Diagnostics.CodeAnalysis;

namespace UniBind.Grid;

/// <summary>The names of the modalities, as they stand in packs, manifests, outputs and on the command line.</summary>
public static class Modalities
{
    private static readonly string[] Names = ["text", "image", "audio", "pointcloud", "thermal", "video", "event"];

    /// <summary>All modalities, in the order of their stored values.</summary>
    public static IReadOnlyList<Modality> All { get; } = Enum.GetValues<Modality>();

    /// <summary>The name of a modality, for example <c>pointcloud</c>.</summary>
    public static string Name(this Modality modality) => Names[(int)modality];

    /// <summary>Reads a name; case and the separators <c>-</c>, <c>_</c> and space are ignored (<c>Point-Cloud</c> is <c>pointcloud</c>).</summary>
    /// <returns>False when the name is none of the seven.</returns>
    public static bool TryParse([NotNullWhen(true)] string? name, out Modality modality)
    {
        modality = default;
        if (name is null)
            return false;
        var plain = string.Concat(name.Where(c => c is not ('-' or '_' or ' '))).ToLowerInvariant();
        var index = Array.IndexOf(Names, plain);
        if (index < 0)
            return false;
        modality = (Modality)index;
        return true;
    }
}
