using System.Text.Json;
using System.Text.RegularExpressions;

namespace UniBind.Grid.Encoding;

/// <summary>Reads <c>pack.json</c>: strict JSON, no comments, no repeated or unknown member, no value out of range.</summary>
internal static partial class PackManifestReader
{
    /// <summary>The most bytes of a manifest.</summary>
    public const int MaxBytes = 1 << 20;

    private const int MaxFiles = 1024;
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    /// <summary>Reads a manifest from its bytes.</summary>
    /// <param name="folder">The pack's folder, for messages.</param>
    /// <param name="json">The bytes of <c>pack.json</c>.</param>
    /// <exception cref="PackException">There is a fault.</exception>
    public static PackManifest Read(string folder, ReadOnlyMemory<byte> json)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json, Strict);
        }
        catch (JsonException e)
        {
            throw PackException.At(folder, "$", $"this is no valid JSON: {e.Message}", e);
        }

        using (document)
        {
            if (!IsUnicode(document.RootElement))
                throw PackException.At(folder, "$", "a text in it is no valid Unicode; save the file as UTF-8.");
            return Manifest(folder, new StrictJson(folder, "$", document.RootElement));
        }
    }

    /// <summary>The parser leaves texts undecoded: bytes that are no UTF-8, and half a surrogate pair, come to light only when one is read.</summary>
    private static bool IsUnicode(JsonElement element)
    {
        try
        {
            return element.ValueKind switch
            {
                JsonValueKind.Object => element.EnumerateObject().All(m => m.Name is not null && IsUnicode(m.Value)),
                JsonValueKind.Array => element.EnumerateArray().All(IsUnicode),
                JsonValueKind.String => element.GetString() is not null,
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static PackManifest Manifest(string folder, StrictJson json)
    {
        json.OptionalText("$schema", 500); // for editors
        json.Int("schemaVersion", null, PackManifest.CurrentSchema, PackManifest.CurrentSchema);
        var manifest = new PackManifest
        {
            Name = json.Text("name", 64, NameForm(), "a name of lower-case letters, digits, '-', '_' and '.' (at most 64)"),
            Version = json.Text("version", 64, VersionForm(), "a version such as 1.0.0"),
            Description = json.OptionalText("description", 4_000) ?? "",
            Aligned = json.Flag("aligned", false),
            Licence = Licence(json.Object("licence")),
            Encoders = Encoders(json.Object("encoders")),
        };
        json.RefuseUnknown();
        var dimensions = manifest.Encoders.Values.Select(e => e.Output.Dimension).Distinct().ToArray();
        if (manifest.Aligned && dimensions.Length > 1)
            throw PackException.At(folder, "$.aligned", $"the encoders of an aligned pack share one space, but their dimensions are {string.Join(", ", dimensions)}; set it to false, or correct the outputs.");
        return manifest;
    }

    private static Dictionary<Modality, EncoderManifest> Encoders(StrictJson json)
    {
        var encoders = new Dictionary<Modality, EncoderManifest>();
        foreach (var modality in Modalities.All)
        {
            if (json.OptionalObject(modality.Name()) is { } encoder)
                encoders.Add(modality, Encoder(encoder));
        }

        json.RefuseUnknown();
        return encoders.Count > 0 ? encoders : throw json.At("*", "the pack has no encoder.");
    }

    private static EncoderManifest Encoder(StrictJson json)
    {
        var manifest = new EncoderManifest
        {
            Model = File(json.Object("model")),
            Files = Files(json),
            Preprocessing = Preprocessing(json.Object("preprocessing")),
            Inputs = Inputs(json.OptionalObject("inputs")),
            Output = Output(json.Object("output")),
            Batch = Batch(json.OptionalObject("batch")),
            Licence = json.OptionalObject("licence") is { } licence ? Licence(licence) : null,
        };
        json.RefuseUnknown();
        return manifest;
    }

    private static List<PackFile> Files(StrictJson json)
    {
        var files = new List<PackFile>();
        foreach (var entry in json.Objects("files", MaxFiles))
        {
            var file = File(entry);
            if (files.Exists(f => f.Path == file.Path))
                throw entry.At("path", $"the file '{file.Path}' is listed twice.");
            files.Add(file);
        }

        return files;
    }

    private static PackFile File(StrictJson json)
    {
        var file = new PackFile(
            json.Text("path", PackFolder.MaxPathLength),
            json.Text("sha256", 64, Sha256Form(), "a SHA-256 of 64 hexadecimal digits").ToLowerInvariant());
        json.RefuseUnknown();
        return PackFolder.Fault(file.Path) is { } fault ? throw json.At("path", fault) : file;
    }

    private static PackPreprocessing Preprocessing(StrictJson json)
    {
        var options = json.Raw("options");
        var preprocessing = new PackPreprocessing(
            json.Text("profile", 64),
            options.ValueKind == JsonValueKind.Undefined ? default : options.Clone());
        json.RefuseUnknown();
        return preprocessing;
    }

    private static Dictionary<string, string> Inputs(StrictJson? json)
    {
        var inputs = new Dictionary<string, string>(StringComparer.Ordinal);
        if (json is null)
            return inputs;
        foreach (var name in json.Names)
            inputs.Add(name, json.Text(name, 256));
        return inputs;
    }

    private static EncoderOutput Output(StrictJson json)
    {
        var output = new EncoderOutput(json.Text("name", 256), json.Int("dimension", null, 1, EncoderOutput.MaxDimension), json.Word("kind", OutputKind.Embedding));
        json.RefuseUnknown();
        return output;
    }

    private static PackBatch Batch(StrictJson? json)
    {
        if (json is null)
            return new PackBatch();
        var batch = new PackBatch(
            json.Int("maxRows", PackBatch.DefaultMaxRows, 1, 4_096), json.Int("maxCost", 0, 0, int.MaxValue), json.Word("padding", PaddingMode.Auto));
        json.RefuseUnknown();
        return batch;
    }

    private static PackLicence Licence(StrictJson json)
    {
        var licence = new PackLicence(json.Text("name", 200), json.Flag("commercialUse", null), json.OptionalText("notice", 10_000));
        json.RefuseUnknown();
        return licence;
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._-]*\z")]
    private static partial Regex NameForm();

    [GeneratedRegex(@"\A[0-9A-Za-z][0-9A-Za-z.+-]*\z")]
    private static partial Regex VersionForm();

    [GeneratedRegex(@"\A[0-9a-fA-F]{64}\z")]
    private static partial Regex Sha256Form();
}
