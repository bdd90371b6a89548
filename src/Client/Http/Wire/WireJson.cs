using System.Text.Json.Serialization;

namespace UniBind.Grid.Client;

/// <summary>How requests and answers are written: snake_case, as docs/api.md has them. Members that a newer server adds are left out.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WireEmbeddingList))]
[JsonSerializable(typeof(WireClassificationList))]
[JsonSerializable(typeof(WireErrorBody))]
[JsonSerializable(typeof(WireJob))]
[JsonSerializable(typeof(WireJobBody))]
[JsonSerializable(typeof(WireList<WireJobLine>), TypeInfoPropertyName = "WireListWireJobLine")]
[JsonSerializable(typeof(WireList<GridModel>), TypeInfoPropertyName = "WireListGridModel")]
[JsonSerializable(typeof(WireList<GridSpace>), TypeInfoPropertyName = "WireListGridSpace")]
[JsonSerializable(typeof(GridSpace))]
internal sealed partial class WireJson : JsonSerializerContext;
