using UniBind.Grid.Client;

namespace UniBind.Grid.Silo;

/// <summary><c>/v1/models</c>: what requests may name as their model.</summary>
/// <param name="client">The way into the grid.</param>
internal sealed class ModelEndpoints(IGridClient client)
{
    /// <summary>Lists the models.</summary>
    public async Task ListAsync(HttpContext context) =>
        await ApiJson.WriteAsync(context, new ModelList([.. await FindAsync()]), ApiJson.Default.ModelList);

    /// <summary>Shows a model.</summary>
    public async Task GetAsync(HttpContext context)
    {
        var id = (string)context.GetRouteValue("id")!;
        var model = (await FindAsync()).Find(m => m.Id == id)
            ?? throw new GridException($"There is no model '{(id.Length <= 100 ? id : id[..100])}'; /v1/models lists those there are.") { Kind = GridErrorKind.NotFound };
        await ApiJson.WriteAsync(context, model, ApiJson.Default.ModelView);
    }

    private async Task<List<ModelView>> FindAsync()
    {
        var encoders = (await client.DescribeWorkersAsync()).SelectMany(w => w.Encoders).DistinctBy(e => (e.PackSha256, e.Modality)).ToLookup(e => e.PackSha256);
        var models = encoders.OrderBy(pack => pack.First().Pack, StringComparer.Ordinal).Select(pack => Of(pack, pack.First().Pack + "@0", pack.ToDictionary(e => e.Modality.Name(), e => e.Dimension))).ToList();
        var spaces = await Task.WhenAll((await client.Spaces.ListAsync()).Select(name => SpaceEndpoints.FindAsync(client, name)));
        foreach (var version in spaces.OfType<SpaceInfo>().SelectMany(s => s.Versions))
        {
            // A version whose pack no silo has cannot be served.
            if (encoders.Contains(version.PackSha256))
                models.Add(Of(encoders[version.PackSha256], version));
        }
        return models;
    }

    private static ModelView Of(IEnumerable<EncoderInfo> pack, SpaceVersionInfo version)
    {
        // Centers are made by the text encoder, so the space has its dimension, and every head gives that.
        var text = pack.FirstOrDefault(e => e.Modality == Modality.Text);
        var served = pack.Where(e => e.Aligned || e.Modality == Modality.Text || version.Heads.Contains(e.Modality));
        var view = Of(served, version.Id, served.ToDictionary(e => e.Modality.Name(), e => text?.Dimension ?? e.Dimension));
        return view with { Created = version.Created.ToUnixTimeSeconds(), Aligned = true, Classes = version.Classes };
    }

    private static ModelView Of(IEnumerable<EncoderInfo> encoders, string id, Dictionary<string, int> dimensions) => new()
    {
        Id = id,
        Pack = encoders.First().Pack,
        Modalities = [.. encoders.OrderBy(e => e.Modality).Select(e => e.Modality.Name())],
        Dimensions = dimensions,
        Dimension = dimensions.Values.Distinct().Count() == 1 ? dimensions.Values.First() : null,
        Aligned = encoders.All(e => e.Aligned),
        Licence = string.Join(", ", encoders.Select(e => e.Licence).Where(l => l.Length > 0).Distinct().Order(StringComparer.Ordinal)),
    };
}
