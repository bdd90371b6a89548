using System.Text.Json;

namespace UniBind.Grid.Corpora;

/// <summary>The content of <c>_job.json</c>: who owns the folder.</summary>
/// <param name="Job">The job's id.</param>
/// <param name="Spec">The job's specification, as it was submitted.</param>
public sealed record JobHeader(string Job, JsonElement Spec);
