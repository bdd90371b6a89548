using System.Text.Json;

namespace UniBind.Grid.Encoding;

/// <summary>How an encoder's items become tensors.</summary>
/// <param name="Profile">The name of the preprocessing profile.</param>
/// <param name="Options">Its options; an undefined element means none.</param>
public sealed record PackPreprocessing(string Profile, JsonElement Options);
