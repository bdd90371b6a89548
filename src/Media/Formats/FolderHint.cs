namespace UniBind.Grid.Media;

/// <summary>What the folders of an item's name say about its modality. A hint, not an order: content that cannot be so is judged without it.</summary>
internal static class FolderHint
{
    /// <summary>The modality that the innermost telling folder names, or null.</summary>
    internal static Modality? Of(string name)
    {
        var folders = name.Split('/', '\\');
        for (var i = folders.Length - 2; i >= 0; i--)
            if (Parse(folders[i]) is { } modality)
                return modality;
        return null;
    }

    private static Modality? Parse(string folder)
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
