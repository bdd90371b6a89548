using System.Diagnostics;
using System.Globalization;

namespace UniBind.Grid.Bench.Chaos;

/// <summary>A network namespace for each silo, joined by a bridge; the cable of each can be pulled.</summary>
/// <remarks>Names carry the runner's process id, so that runs side by side do not meet. Needs root and iproute2.</remarks>
internal sealed class Networks : IDisposable
{
    private readonly string _tag = (Environment.ProcessId % 100_000).ToString(CultureInfo.InvariantCulture);
    private readonly string _prefix = $"10.77.{Environment.ProcessId % 250}";
    private readonly List<string> _silos = [];

    private Networks()
    {
    }

    /// <summary>The address of this side, which Redis and clients use.</summary>
    public string Host => _prefix + ".1";

    /// <summary>Whether namespaces can be made: tried once.</summary>
    public static bool AreAllowed { get; } = Try();

    private string Bridge => "ub" + _tag;

    /// <summary>Makes the bridge; null where that is not allowed.</summary>
    public static Networks? Create()
    {
        var networks = new Networks();
        if (OperatingSystem.IsLinux() && Ip("link", "add", networks.Bridge, "type", "bridge")
            && Ip("addr", "add", networks.Host + "/24", "dev", networks.Bridge) && Ip("link", "set", networks.Bridge, "up"))
            return networks;
        networks.Dispose();
        return null;
    }

    /// <summary>What a silo is started by: its namespace is made at the first call.</summary>
    public IEnumerable<string> Wrap(string silo)
    {
        _ = AddressOf(silo);
        return ["ip", "netns", "exec", Namespace(silo)];
    }

    /// <summary>The address of a silo.</summary>
    public string AddressOf(string silo)
    {
        if (!_silos.Contains(silo))
            Add(silo);
        return string.Create(CultureInfo.InvariantCulture, $"{_prefix}.{_silos.IndexOf(silo) + 10}");
    }

    /// <summary>Pulls a silo's cable, or puts it back.</summary>
    public void Set(string silo, bool connected) => Ip("link", "set", Cable(silo), connected ? "up" : "down");

    public void Dispose()
    {
        foreach (var silo in _silos)
            Ip("netns", "del", Namespace(silo));
        foreach (var silo in _silos)
            Ip("link", "del", Cable(silo));
        Ip("link", "del", Bridge);
    }

    private void Add(string silo)
    {
        _silos.Add(silo);
        var (space, inner) = (Namespace(silo), $"e{_silos.Count}x{_tag}");
        var worked = Ip("netns", "add", space) && Ip("link", "add", Cable(silo), "type", "veth", "peer", "name", inner)
            && Ip("link", "set", inner, "netns", space) && Ip("link", "set", Cable(silo), "master", Bridge) && Ip("link", "set", Cable(silo), "up")
            && Ip("-n", space, "addr", "add", AddressOf(silo) + "/24", "dev", inner) && Ip("-n", space, "link", "set", inner, "up") && Ip("-n", space, "link", "set", "lo", "up");
        if (!worked)
            throw new InvalidOperationException($"The network namespace of {silo} could not be made.");
    }

    private string Namespace(string silo) => $"unibind-{_tag}-{silo}";

    private string Cable(string silo) => $"v{_silos.IndexOf(silo)}x{_tag}";

    private static bool Try()
    {
        using var networks = Create();
        return networks is not null && Ip("netns", "add", networks.Namespace("try")) && Ip("netns", "del", networks.Namespace("try"));
    }

    private static bool Ip(params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
