using UniBind.Grid.Testing;

namespace UniBind.Grid.Bench.Quality;

/// <summary>The labels of the class scores of the lab's encoders.</summary>
internal static class LabelLines
{
    // The classes of ModelNet40 in their order; the lab's folder has no list of them.
    private const string ModelNet = "airplane,bathtub,bed,bench,bookshelf,bottle,bowl,car,chair,cone,cup,curtain,desk,door,dresser,flower pot,glass box,guitar,keyboard,lamp,laptop,mantel,monitor,"
        + "night stand,person,piano,plant,radio,range hood,sink,sofa,stairs,stool,table,tent,toilet,tv stand,vase,wardrobe,xbox";

    public static IReadOnlyList<string> Of(Modality modality) => modality switch
    {
        Modality.Audio => [.. File.ReadLines(Lab.Require("encoders", "yamnet_class_map.csv")).Skip(1).Select(line => line.Split(',', 3)[2])],
        Modality.PointCloud => ModelNet.Split(','),
        _ => File.ReadAllLines(Lab.Require("encoders", "imagenet_labels.txt")),
    };
}
