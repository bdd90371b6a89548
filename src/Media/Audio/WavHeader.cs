namespace UniBind.Grid.Media;

/// <summary>What the chunks of a RIFF wave say before its samples begin.</summary>
/// <param name="Format">The sample layout; null when the samples are compressed.</param>
/// <param name="Tag">The format tag, that of the sub-format for WAVE_FORMAT_EXTENSIBLE.</param>
/// <param name="DataOffset">Where the samples begin, in bytes from the start.</param>
/// <param name="Frames">The number of whole frames; 0 when the samples are compressed.</param>
internal readonly record struct WavHeader(PcmFormat? Format, int Tag, long DataOffset, long Frames);
