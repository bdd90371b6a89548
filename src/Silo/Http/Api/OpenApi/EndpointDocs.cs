using Microsoft.AspNetCore.Http.Metadata;

namespace UniBind.Grid.Silo;

/// <summary>What the OpenAPI document says of an endpoint, and the scope that it needs.</summary>
internal static class EndpointDocs
{
    /// <summary>Describes an endpoint.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="handler">Its handler; the document lists endpoints that have a method.</param>
    /// <param name="tag">The group.</param>
    /// <param name="summary">One line.</param>
    /// <param name="body">The type of the JSON body; null for none.</param>
    /// <param name="answer">The type of the JSON answer; null for none.</param>
    /// <param name="status">The status of success.</param>
    /// <param name="takesFiles">Whether files may be uploaded instead of JSON.</param>
    public static IEndpointConventionBuilder Describe(
        this IEndpointConventionBuilder endpoint, RequestDelegate handler, string tag, string summary, Type? body = null, Type? answer = null, int status = StatusCodes.Status200OK, bool takesFiles = false)
    {
        string[] json = ["application/json"];
        endpoint.WithMetadata(handler.Method).WithTags(tag).WithSummary(summary);
        if (body is not null)
            endpoint.WithMetadata(new AcceptsMetadata(takesFiles ? [.. json, "multipart/form-data"] : json, body));
        endpoint.WithMetadata(answer is null ? new ProducesResponseTypeMetadata(status) : new ProducesResponseTypeMetadata(status, answer, json));
        foreach (var failure in (int[])[400, 401, 404, 429, 503])
            endpoint.WithMetadata(new ProducesResponseTypeMetadata(failure, typeof(ErrorBody), json));
        return endpoint;
    }
}
