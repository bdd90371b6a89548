using System.Text.Json;

namespace UniBind.Grid.Encoding;

/// <summary>What a new pack of one encoder is to be made of.</summary>
public sealed record PackRequest
{
    /// <summary>The licence of a model of which none is known; it forbids commercial use, to be on the safe side.</summary>
    public static PackLicence UnknownLicence { get; } = new("LicenseRef-unknown", CommercialUse: false);

    /// <summary>The path of the ONNX model; its external data lies beside or below it.</summary>
    public required string ModelPath { get; init; }

    /// <summary>What it encodes.</summary>
    public required Modality Modality { get; init; }

    /// <summary>The preprocessing profile.</summary>
    public required string Profile { get; init; }

    /// <summary>The profile's options; an undefined element for none. Files that they name are taken from <see cref="ResourceFolder"/>.</summary>
    public JsonElement Options { get; init; }

    /// <summary>The model's input for tensors of the profile; those that are left out are found by name, else by form.</summary>
    public IReadOnlyDictionary<string, string> Inputs { get; init; } = new Dictionary<string, string>();

    /// <summary>The model's output; null to take the only one that can be an embedding.</summary>
    public string? Output { get; init; }

    /// <summary>The numbers of one row of the output, for a model that does not tell; null to take what it tells.</summary>
    public int? Dimension { get; init; }

    /// <summary>What the output's numbers are.</summary>
    public OutputKind Kind { get; init; }

    /// <summary>The pack's name; null for the name of its folder.</summary>
    public string? Name { get; init; }

    /// <summary>The pack's version.</summary>
    public string Version { get; init; } = "1.0.0";

    /// <summary>What the pack holds, for people.</summary>
    public string Description { get; init; } = "";

    /// <summary>The licence.</summary>
    public PackLicence Licence { get; init; } = UnknownLicence;

    /// <summary>Where the profile's files lie; null for the model's folder.</summary>
    public string? ResourceFolder { get; init; }

    /// <summary>A NumPy file [n,d] with the vectors that the encoder has to give for <see cref="Samples"/>; null for none.</summary>
    public string? Reference { get; init; }

    /// <summary>Media files to encode, in the order of the reference's rows.</summary>
    public IReadOnlyList<string> Samples { get; init; } = [];
}
