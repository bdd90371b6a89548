namespace UniBind.Grid.Samples;

/// <summary>One record of an event camera.</summary>
/// <param name="X">Column, 0 to 33.</param>
/// <param name="Y">Row, 0 to 33.</param>
/// <param name="On">True when the pixel grew brighter.</param>
/// <param name="Microseconds">Time since the start of the recording.</param>
internal readonly record struct SensorEvent(byte X, byte Y, bool On, int Microseconds);
