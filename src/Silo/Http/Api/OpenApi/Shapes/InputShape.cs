namespace UniBind.Grid.Silo;

/// <summary>Stands in the OpenAPI document for what has several forms there: a text, a content part, or a list of them.</summary>
internal sealed record InputShape;
