namespace UniBind.Grid.Media;

/// <summary>One stream of an AEDAT 4 file, as its info node describes it.</summary>
/// <param name="Id">The number that its packets carry.</param>
/// <param name="Type">The four letters of its contents: <c>EVTS</c>, <c>FRME</c>, <c>IMUS</c>, <c>TRIG</c>.</param>
/// <param name="Width">The sensor's width in pixels, if told.</param>
/// <param name="Height">The sensor's height in pixels, if told.</param>
internal sealed record Aedat4Stream(int Id, string? Type, int? Width, int? Height);
