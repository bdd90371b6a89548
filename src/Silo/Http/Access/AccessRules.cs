using System.Net;

namespace UniBind.Grid.Silo;

/// <summary>What must hold before a process answers HTTP.</summary>
internal static class AccessRules
{
    /// <summary>The addresses that HTTP is served at.</summary>
    public static IReadOnlyList<IPAddress> AddressesOf(AccessOptions options, IPAddress advertise) =>
        [.. options.Listen.Append(advertise).Append(IPAddress.Loopback).Distinct()];

    /// <summary>Whether any address can be reached from other machines.</summary>
    public static bool IsOpen(IEnumerable<IPAddress> addresses) => addresses.Any(a => !IPAddress.IsLoopback(a));

    /// <summary>Checks the options, before anything starts.</summary>
    /// <param name="options">Who may ask for what.</param>
    /// <param name="advertise">The silo's address.</param>
    /// <param name="api">Whether the process serves the API.</param>
    /// <exception cref="GridException">Somebody could ask who should not, a file is missing, or a value is out of range.</exception>
    public static void Check(GridHttpOptions options, IPAddress advertise, bool api)
    {
        var access = options.Access;
        if (access is { NoKeys: true, RequireKeys: true })
            throw new GridException("A file of API keys is named and keys are switched off at the same time; give either --keys or --no-keys.");
        if ((access.TlsCertificate is null) != (access.TlsKey is null))
            throw new GridException("HTTPS needs a certificate and its key; give both --tls-cert and --tls-key.");
        Check(access.Limits);
        var hasKeys = access is { NoKeys: false, KeysFile: not null } && (access.RequireKeys || File.Exists(access.KeysFile));
        if (access.RequireKeys && !File.Exists(access.KeysFile))
            throw new GridException($"There is no file of API keys '{access.KeysFile}'; make the first key with 'unibind keys create NAME --keys FILE'.");
        if (api && !hasKeys && !access.NoKeys && IsOpen(AddressesOf(access, advertise)))
            throw new GridException(
                $"The API would answer everybody who reaches {AddressesOf(access, advertise).First(a => !IPAddress.IsLoopback(a))}, for there are no API keys; make one with 'unibind keys create', or say that this is meant with --no-keys.");
        if (api)
            _ = new JobRoots(access);
    }

    private static void Check(RequestLimits limits)
    {
        Require(limits.BodyBytes is >= 1024 and <= 4L << 30, nameof(limits.BodyBytes), "from 1 KiB to 4 GiB");
        Require(limits.AllBodyBytes >= 1024, nameof(limits.AllBodyBytes), "at least 1 KiB");
        Require(limits.HeaderBytes is >= 1024 and <= 1 << 20, nameof(limits.HeaderBytes), "from 1 KiB to 1 MiB");
        Require(limits.Headers is >= 10 and <= 10_000, nameof(limits.Headers), "from 10 to 10,000");
        Require(limits.LineBytes is >= 256 and <= 1 << 20, nameof(limits.LineBytes), "from 256 bytes to 1 MiB");
        Require(limits.Connections >= 1, nameof(limits.Connections), "at least 1");
        Require(limits.StreamsPerConnection >= 1, nameof(limits.StreamsPerConnection), "at least 1");
        Require(limits.RequestsPerMinute is null or >= 1, nameof(limits.RequestsPerMinute), "at least 1");
        Require(limits.Concurrency is null or >= 1, nameof(limits.Concurrency), "at least 1");
        Require(limits.RefusedPerMinute >= 1, nameof(limits.RefusedPerMinute), "at least 1");
        Require(limits.Timeout > TimeSpan.Zero && limits.HeaderTimeout > TimeSpan.Zero && limits.SlowGrace > TimeSpan.FromSeconds(1), nameof(limits.Timeout), "a time above zero, as the others, and the grace above a second");
        Require(limits.SlowestBytesPerSecond > 0, nameof(limits.SlowestBytesPerSecond), "above 0");
    }

    private static void Require(bool holds, string name, string range)
    {
        if (!holds)
            throw new OrleansConfigurationException($"{nameof(RequestLimits)}.{name} must be {range}.");
    }
}
