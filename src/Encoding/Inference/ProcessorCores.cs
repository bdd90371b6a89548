namespace UniBind.Grid.Encoding;

/// <summary>How many cores this process may use.</summary>
internal static class ProcessorCores
{
    /// <summary>
    /// The physical cores, at most the processors that affinity and cgroup leave to the process. Two threads of one core share its vector
    /// units, so that a second one slows matrix products down. Where the machine does not tell its cores, processors are counted.
    /// </summary>
    public static int Physical { get; } = Math.Clamp(Count("/sys/devices/system/cpu"), 1, Environment.ProcessorCount);

    /// <summary>The threads within one Run: as configured, else an equal share of the cores for each of the Runs that may be on the device.</summary>
    public static int PerRun(EncoderHostOptions options) =>
        options.IntraOpThreads > 0 ? options.IntraOpThreads : Math.Max(1, Physical / options.EffectiveConcurrentRuns);

    internal static int Count(string folder)
    {
        try
        {
            var cores = new HashSet<string>(StringComparer.Ordinal);
            foreach (var processor in Directory.EnumerateDirectories(folder, "cpu*"))
            {
                var siblings = Path.Combine(processor, "topology", "thread_siblings_list");
                if (File.Exists(siblings))
                    cores.Add(File.ReadAllText(siblings).Trim());
            }

            return cores.Count > 0 ? cores.Count : Environment.ProcessorCount;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Environment.ProcessorCount;
        }
    }
}
