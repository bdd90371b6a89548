namespace UniBind.Grid.Grains;

/// <summary>How a silo trains heads.</summary>
public sealed class AlignSiloOptions
{
    /// <summary>The least time between two checkpoints of a training: a silo that is lost costs at most so much work.</summary>
    public TimeSpan CheckpointInterval { get; set; } = TimeSpan.FromSeconds(5);
}
