using System.Buffers;
using System.Text.Json;

namespace UniBind.Grid.Corpora;

/// <summary>
/// Writes rows of listings and shards as JSON lines, leaving out what is empty and a uri that equals the id. About 100 bytes and
/// half a microsecond a row; an inspectable format at the price of a binary one.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class RowWriter(IBufferWriter<byte> output) : IDisposable
{
    private static readonly JsonEncodedText Id = JsonEncodedText.Encode("id");
    private static readonly JsonEncodedText Uri = JsonEncodedText.Encode("uri");
    private static readonly JsonEncodedText ModalityName = JsonEncodedText.Encode("modality");
    private static readonly JsonEncodedText Labels = JsonEncodedText.Encode("labels");
    private static readonly JsonEncodedText Group = JsonEncodedText.Encode("group");
    private static readonly JsonEncodedText Split = JsonEncodedText.Encode("split");
    private static readonly JsonEncodedText Text = JsonEncodedText.Encode("text");
    private static readonly JsonEncodedText Bytes = JsonEncodedText.Encode("bytes");
    private static readonly JsonEncodedText Version = JsonEncodedText.Encode("version");
    private static readonly JsonEncodedText Sha256 = JsonEncodedText.Encode("sha256");
    private static readonly JsonEncodedText Carried = JsonEncodedText.Encode("carried");
    private static readonly JsonEncodedText From = JsonEncodedText.Encode("from");
    private static readonly JsonEncodedText Row = JsonEncodedText.Encode("row");
    private static readonly JsonEncodedText Ordinal = JsonEncodedText.Encode("ordinal");
    private static readonly JsonEncodedText As = JsonEncodedText.Encode("as");
    private static readonly JsonEncodedText Format = JsonEncodedText.Encode("format");
    private static readonly JsonEncodedText Cost = JsonEncodedText.Encode("cost");
    private static readonly JsonEncodedText Stage = JsonEncodedText.Encode("stage");
    private static readonly JsonEncodedText Code = JsonEncodedText.Encode("code");
    private static readonly JsonEncodedText Message = JsonEncodedText.Encode("message");
    private static readonly JsonEncodedText[] ModalityNames = [.. Modalities.All.Select(m => JsonEncodedText.Encode(m.Name()))];

    private readonly Utf8JsonWriter _json = new(output, CorporaJson.Writer);

    public void Write(CorpusItem item, bool carried = false)
    {
        _json.WriteStartObject();
        if (carried)
            _json.WriteBoolean(Carried, true);
        WriteItem(item);
        End();
    }

    public void Write(PlannedItem planned)
    {
        _json.WriteStartObject();
        _json.WriteNumber(Ordinal, planned.Ordinal);
        _json.WriteString(As, ModalityNames[(int)planned.Modality]);
        _json.WriteString(Format, planned.Format);
        _json.WriteNumber(Cost, planned.Cost);
        if (planned.From is { } from)
        {
            _json.WriteString(From, from.Shard);
            _json.WriteNumber(Row, from.Row);
        }
        WriteItem(planned.Item);
        End();
    }

    public void Write(DeadLetter problem)
    {
        _json.WriteStartObject();
        WritePlace(problem.Id, problem.Uri);
        _json.WriteNumber(Stage, (int)problem.Stage);
        _json.WriteString(Code, problem.Code);
        _json.WriteString(Message, problem.Message);
        End();
    }

    public void Dispose() => _json.Dispose();

    private void WriteItem(CorpusItem item)
    {
        WritePlace(item.Id, item.Uri);
        if (item.Modality is { } modality)
            _json.WriteString(ModalityName, ModalityNames[(int)modality]);
        if (item.Labels.Count > 0)
        {
            _json.WriteStartArray(Labels);
            for (var i = 0; i < item.Labels.Count; i++)
                _json.WriteStringValue(item.Labels[i]);
            _json.WriteEndArray();
        }
        if (item.Group is not null)
            _json.WriteString(Group, item.Group);
        if (item.Split is not null)
            _json.WriteString(Split, item.Split);
        if (item.Text is not null)
            _json.WriteString(Text, item.Text);
        _json.WriteNumber(Bytes, item.Bytes);
        if (item.Version.Length > 0)
            _json.WriteString(Version, item.Version);
        if (item.Sha256.Length > 0)
            _json.WriteString(Sha256, item.Sha256);
    }

    private void WritePlace(string id, string uri)
    {
        _json.WriteString(Id, id);
        if (!string.Equals(id, uri, StringComparison.Ordinal))
            _json.WriteString(Uri, uri);
    }

    private void End()
    {
        _json.WriteEndObject();
        _json.Flush();
        _json.Reset();
        output.GetSpan(1)[0] = (byte)'\n';
        output.Advance(1);
    }
}
