namespace UniBind.Grid.Alignment;

/// <summary>How near a text is to its own class and to the nearest other one, as cosines.</summary>
internal readonly record struct ClassNearness(float Own, float Other, int OtherClass);
