namespace UniBind.Grid.Encoding;

/// <summary>How the encoders of one device are run.</summary>
public sealed class EncoderHostOptions
{
    /// <summary>The kind of device.</summary>
    public EncoderProvider Provider { get; set; } = EncoderProvider.Cpu;

    /// <summary>Whether the CPU may stand in where <see cref="Provider"/> is not to be had; otherwise the host refuses to start.</summary>
    public bool AllowCpuFallback { get; set; }

    /// <summary>Which GPU, counted from 0. A machine with several devices has a host for each.</summary>
    public int DeviceId { get; set; }

    /// <summary>The path of an execution provider library to register with ONNX Runtime before a device is looked for; null for none.</summary>
    public string? EpLibrary { get; set; }

    /// <summary>
    /// The Runs that may be on the device at the same time; 0 means 1 on a GPU, and one for each processor up to 8 on the CPU, where Runs side
    /// by side beat threads within one Run for the models and batches that a grid sees.
    /// </summary>
    public int ConcurrentRuns { get; set; }

    /// <summary>The number of Runs that the host allows at the same time.</summary>
    public int EffectiveConcurrentRuns => ConcurrentRuns > 0 ? ConcurrentRuns
        : Provider == EncoderProvider.Cpu ? Math.Min(Environment.ProcessorCount, MaxAutomaticRuns)
        : 1;

    private const int MaxAutomaticRuns = 8;

    /// <summary>The threads within one Run; 0 means the physical cores that this process may use, divided by <see cref="EffectiveConcurrentRuns"/>.</summary>
    public int IntraOpThreads { get; set; }

    /// <summary>The online items of one encoder that may wait; a further one waits outside the queue.</summary>
    public int QueueCapacity { get; set; } = 1_024;

    /// <summary>The bytes of tensors of the online items of one encoder that may wait.</summary>
    public long QueueBytes { get; set; } = 256L << 20;

    /// <summary>How long one Run should last at most while online requests share the device; 0 means that no time is measured. See <see cref="ModalityEncoder.TunedLimits"/>.</summary>
    public int MaxRunMilliseconds { get; set; } = 100;

    /// <summary>A Run that lasts longer than this counts as hanging: it is ended, and the item behind it is looked for.</summary>
    public TimeSpan HangTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The threads that may be lost to Runs which cannot even be ended, each replaced by another; beyond it the host is not alive.</summary>
    public int MaxStuckRuns { get; set; } = 3;
}
