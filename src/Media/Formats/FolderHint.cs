namespace UniBind.Grid.Media;

/// <summary>What the folders of an item's name say about its modality. A hint, not an order: content that cannot be so is judged without it.</summary>
internal static class FolderHint
{
    /// <summary>The modality that the innermost telling folder names, or null; the folder that the item's source or working folder is counts as the outermost.</summary>
    internal static Modality? Of(MediaContent content) =>
        Of(content.Name) ?? (content.Path is { } path && path.Length > content.Name.Length && path.EndsWith(content.Name, StringComparison.Ordinal)
            ? Parse(Path.GetFileName(path[..^content.Name.Length].TrimEnd('/', '\\')))
            : null);

    /// <summary>The modality that the innermost telling folder of a name says, or null.</summary>
    internal static Modality? Of(string name)
    {
        var folders = name.Split('/', '\\');
        for (var i = folders.Length - 2; i >= 0; i--)
            if (Parse(folders[i]) is { } modality)
                return modality;
        return null;
    }

    /// <summary>The whole name, else its words (thermal_hituav, audio-esc10) when they name one modality alone.</summary>
    private static Modality? Parse(string folder)
    {
        if (ParseWord(folder) is { } whole)
            return whole;
        var words = folder.Split(['_', '-', '.', ' '], StringSplitOptions.RemoveEmptyEntries).Select(ParseWord).OfType<Modality>().Distinct().Take(2).ToArray();
        return words.Length == 1 ? words[0] : null;
    }

    private static Modality? ParseWord(string folder)
    {
        switch (folder.ToLowerInvariant())
        {
            case "heat" or "ir" or "infrared" or "lwir":
                return Modality.Thermal;
            case "dvs":
                return Modality.Event;
            case "points" or "lidar" or "velodyne":
                return Modality.PointCloud;
            case var plain:
                // The modalities' own names, also in the plural: images, point_clouds.
                return Modalities.TryParse(plain, out var modality) || Modalities.TryParse(plain.TrimEnd('s'), out modality) ? modality : null;
        }
    }
}
