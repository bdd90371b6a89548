using System.Text.Json;

namespace UniBind.Grid.Corpora;

/// <summary>Reads what <see cref="RowWriter"/> wrote.</summary>
internal static class RowReader
{
    /// <summary>A row of a listing: an item or a dead letter.</summary>
    /// <exception cref="JsonException">The line is damaged.</exception>
    public static ListedItem ReadListed(ReadOnlySpan<byte> line)
    {
        var row = Read(line);
        return row.Code is null
            ? ListedItem.Of(row.Item()) with { IsCarried = row.Carried }
            : new(null, new DeadLetter(row.Id!, row.Uri ?? row.Id!, row.Stage, row.Code, row.Message ?? ""));
    }

    /// <summary>A row of a shard.</summary>
    /// <exception cref="JsonException">The line is damaged.</exception>
    public static PlannedItem ReadPlanned(ReadOnlySpan<byte> line)
    {
        var row = Read(line);
        return new PlannedItem(row.Item(), row.Ordinal, row.As ?? throw new JsonException("The row has no modality."), row.Format ?? "", row.Cost, row.From is null ? null : ItemPlace.Parse(row.From, row.Place));
    }

    private static Row Read(ReadOnlySpan<byte> line)
    {
        var json = new Utf8JsonReader(line);
        var row = new Row { Labels = [] };
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            throw new JsonException("The row is no object.");
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            // The names differ in their first two letters.
            var name = json.ValueSpan;
            var key = name.Length < 2 ? 0 : (name[0] << 8) | name[1];
            json.Read();
            switch (key)
            {
                case ('i' << 8) | 'd': row.Id = json.GetString(); break;
                case ('u' << 8) | 'r': row.Uri = json.GetString(); break;
                case ('m' << 8) | 'o': row.Modality = ReadModality(ref json); break;
                case ('l' << 8) | 'a': row.Labels = ReadLabels(ref json); break;
                case ('g' << 8) | 'r': row.Group = json.GetString(); break;
                case ('s' << 8) | 'p': row.Split = json.GetString(); break;
                case ('t' << 8) | 'e': row.Text = json.GetString(); break;
                case ('b' << 8) | 'y': row.Bytes = json.GetInt64(); break;
                case ('v' << 8) | 'e': row.Version = json.GetString(); break;
                case ('s' << 8) | 'h': row.Sha256 = json.GetString(); break;
                case ('c' << 8) | 'a': row.Carried = json.GetBoolean(); break;
                case ('f' << 8) | 'r': row.From = json.GetString(); break;
                case ('r' << 8) | 'o': row.Place = json.GetInt32(); break;
                case ('o' << 8) | 'r': row.Ordinal = json.GetInt64(); break;
                case ('a' << 8) | 's': row.As = ReadModality(ref json); break;
                case ('f' << 8) | 'o': row.Format = ReadFormat(ref json); break;
                case ('c' << 8) | 'o' when name.Length == 4 && name[2] == 's': row.Cost = json.GetDouble(); break;
                case ('c' << 8) | 'o': row.Code = json.GetString(); break;
                case ('s' << 8) | 't': row.Stage = (ItemStage)json.GetInt32(); break;
                case ('m' << 8) | 'e': row.Message = json.GetString(); break;
                default: json.Skip(); break;
            }
        }
        return row.Id is null ? throw new JsonException("The row has no id.") : row;
    }

    private static Modality ReadModality(ref Utf8JsonReader json)
    {
        foreach (var modality in Modalities.All)
            if (json.ValueTextEquals(modality.Name()))
                return modality;
        throw new JsonException("The row's modality is none of the seven.");
    }

    /// <summary>Formats are few: one string for each, not one a row.</summary>
    private static string ReadFormat(ref Utf8JsonReader json) => string.Intern(json.GetString() ?? "");

    private static List<string> ReadLabels(ref Utf8JsonReader json)
    {
        var labels = new List<string>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            labels.Add(json.GetString()!);
        return labels;
    }

    private struct Row
    {
        public string? Id, Uri, Group, Split, Text, Version, Sha256, From, Format, Code, Message;
        public bool Carried;
        public int Place;
        public Modality? Modality, As;
        public IReadOnlyList<string> Labels;
        public long Bytes, Ordinal;
        public double Cost;
        public ItemStage Stage;

        public readonly CorpusItem Item() => new()
        {
            Id = Id!,
            Uri = Uri ?? Id!,
            Modality = Modality,
            Labels = Labels,
            Group = Group,
            Split = Split,
            Text = Text,
            Bytes = Bytes,
            Version = Version ?? "",
            Sha256 = Sha256 ?? "",
        };
    }
}
