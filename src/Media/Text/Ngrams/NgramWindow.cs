namespace UniBind.Grid.Media;

/// <summary>The n-grams of one window: for each its bucket and its signed weight.</summary>
internal readonly record struct NgramWindow(long[] Bucket, float[] Weight);
