using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace UniBind.Grid.Silo;

/// <summary>How the project's own endpoints read and write JSON: snake_case, unknown members refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ClassificationList))]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(JobBody))]
[JsonSerializable(typeof(JobView))]
[JsonSerializable(typeof(JobList))]
[JsonSerializable(typeof(SpaceView))]
[JsonSerializable(typeof(SpaceList))]
[JsonSerializable(typeof(ModelView))]
[JsonSerializable(typeof(ModelList))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>Answers with a value.</summary>
    public static Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(context.Response.BodyWriter, value, type, context.RequestAborted);
    }
}
