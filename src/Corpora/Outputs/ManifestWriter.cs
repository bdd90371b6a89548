using System.Text.Json;

namespace UniBind.Grid.Corpora;

/// <summary>Writes <c>_manifest.json</c> part by part, so that memory does not grow with their number.</summary>
internal sealed class ManifestWriter : IDisposable
{
    private const int FlushBytes = 1 << 16;
    private readonly Utf8JsonWriter _json;
    private long _rows;

    public ManifestWriter(Stream stream, JobCompletion job, string listingSha256, EarlierFacts? parent)
    {
        _json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = CorporaJson.Writer.Encoder });
        _json.WriteStartObject();
        _json.WriteString("job", job.JobId);
        _json.WriteString("created", job.Created);
        _json.WriteNumber("epoch", job.Epoch);
        _json.WriteString("space", job.Space);
        if (job.SpaceSha256.Length > 0)
            _json.WriteString("spaceSha256", job.SpaceSha256);
        _json.WriteString("pack", job.Pack);
        _json.WriteString("listing", listingSha256);
        if (parent is not null)
        {
            _json.WriteStartObject("parent");
            _json.WriteString("job", parent.Job);
            _json.WriteString("output", parent.Output);
            _json.WriteNumber("items", parent.Items);
            _json.WriteEndObject();
        }
        _json.WriteStartObject("numerics");
        foreach (var (key, value) in job.Numerics.OrderBy(n => n.Key, StringComparer.Ordinal))
            _json.WriteString(key, value);
        _json.WriteEndObject();
        _json.WriteStartArray("parts");
    }

    public void Add(string file, ShardAccount account)
    {
        _json.WriteStartObject();
        _json.WriteString("file", file);
        _json.WriteNumber("rows", account.Rows);
        _json.WriteNumber("bytes", account.Bytes);
        _json.WriteString("sha256", account.Sha256);
        _json.WriteNumber("attempt", account.Attempt);
        _json.WriteNumber("epoch", account.Epoch);
        _json.WriteEndObject();
        _rows += account.Rows;
        if (_json.BytesPending > FlushBytes)
            _json.Flush();
    }

    public void End()
    {
        _json.WriteEndArray();
        _json.WriteNumber("rows", _rows);
        _json.WriteEndObject();
        _json.Flush();
    }

    public void Dispose() => _json.Dispose();
}
