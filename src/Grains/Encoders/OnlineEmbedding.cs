using UniBind.Grid.Encoding;

namespace UniBind.Grid.Grains;

/// <summary>The raw embedding of one online item.</summary>
/// <param name="Raw">The values.</param>
/// <param name="Encoder">What made it.</param>
/// <param name="Truncated">True when part of the content was left out.</param>
internal sealed record OnlineEmbedding(float[] Raw, ModalityEncoder Encoder, bool Truncated);
