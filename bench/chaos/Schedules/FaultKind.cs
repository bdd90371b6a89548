namespace UniBind.Grid.Bench.Chaos;

/// <summary>The faults that a schedule is made of; written in schedules and on the command line in kebab case.</summary>
internal enum FaultKind
{
    /// <summary>SIGKILL of an encoder silo at a phase or a progress; started again after a while, or never.</summary>
    KillEncoder,

    /// <summary>SIGKILL of a coordinator silo.</summary>
    KillCoordinator,

    /// <summary>SIGKILL of every silo at a phase; then all are started again.</summary>
    KillAll,

    /// <summary>SIGKILL of every silo at 10, 25, 50, 75, 90 or 99 % of the parts; then all are started again.</summary>
    Resume,

    /// <summary>SIGSTOP of an encoder silo, and SIGCONT after 30 s: its attempts commit late.</summary>
    StopEncoder,

    /// <summary>SIGSTOP of a coordinator silo, and SIGCONT after 30 s: two coordinators of one job.</summary>
    StopCoordinator,

    /// <summary>The same leases, submission and resumption given a second time.</summary>
    DeliverTwice,

    /// <summary>The storage server answers 500 and 503, cuts connections and truncates answers; not for local disks.</summary>
    StorageThrows,

    /// <summary>The storage server answers late; not for local disks.</summary>
    StorageSlow,

    /// <summary>The output folder's disk is full for a while; local disk only.</summary>
    FullDisk,

    /// <summary>SIGKILL in the middle of a write, and truncated files of attempts that never ended; local disk only.</summary>
    TornWrite,

    /// <summary>The wall clocks of single silos jump by hours, forth and back.</summary>
    ClockJump,

    /// <summary>An encoder and a coordinator lose the network for 30 s.</summary>
    Partition,
}
