using System.Text.Json;
using UniBind.Grid.Alignment;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Cli.Tests;

/// <summary>Finished outputs and published spaces on disk, as jobs and grids leave them.</summary>
internal static class FinishedOutput
{
    private const int Dimension = 6;

    /// <summary>Publishes a space of three classes, the first three axes, into a data directory.</summary>
    public static async Task<string> PublishAsync(string data, int version, string[]? calibrated = null)
    {
        var blobs = new BlobStore(Path.Combine(data, "spaces", "blobs"));
        var centers = new CenterSet(["a", "b", "c"], [0, 1, 2, 3], EmbeddingMatrix.From([Axis(0), Axis(1), Axis(2)], Dimension), [-1, -1, -1], r => $"text {r}");
        return await SpaceStore.WriteAsync(blobs, new SpaceManifest
        {
            Name = "test",
            Version = version,
            Created = DateTimeOffset.UnixEpoch,
            Pack = "pack",
            PackSha256 = new string('0', 64),
            PackAligned = true,
            Dimension = Dimension,
            Centers = await SpaceStore.PutCentersAsync(blobs, centers, default),
            Classes = 3,
            Calibrated = calibrated is null ? null : await CalibratedIds.PutAsync(blobs, calibrated),
        }, default);
    }

    /// <summary>Writes an output of images and sounds, thirty each; a share of the images is given the wrong direction.</summary>
    public static async Task WriteAsync(string folder, string space, string spaceSha256 = "", int wrongImages = 0, bool finished = true)
    {
        var job = new JobFolder(folder);
        job.Create();
        var rows = new List<OutputRow>();
        foreach (var modality in new[] { Modality.Image, Modality.Audio })
            for (var i = 0; i < 30; i++)
            {
                var vector = Axis(modality == Modality.Image && i < wrongImages ? (i + 1) % 3 : i % 3);
                vector[3 + (i % 3)] = 0.01f * i;
                rows.Add(new OutputRow
                {
                    Id = $"{modality.Name()}-{i}",
                    Uri = "",
                    Modality = modality,
                    Labels = ["abc"[(i % 3)..][..1]],
                    Space = space,
                    Encoder = modality.Name(),
                    Head = "identity",
                    ContentSha256 = "",
                    Embedding = vector,
                    Split = i < 24 ? "test" : "train",
                });
            }
        await new ParquetPartSink().CommitAsync(job, "00000-0000", 1, 1, rows, [], default);
        await File.WriteAllTextAsync(job.Manifest, JsonSerializer.Serialize(new { space, spaceSha256 }));
        if (finished)
            await File.WriteAllTextAsync(job.Success, "");
    }

    private static float[] Axis(int axis)
    {
        var vector = new float[Dimension];
        vector[axis] = 1;
        return vector;
    }
}
