using UniBind.Grid.Corpora;

namespace UniBind.Grid.Silo;

/// <summary>The folders and prefixes of object storage that jobs of HTTP callers are bound to.</summary>
/// <remarks>
/// Immutable and thread-safe. A job gets the path that was checked, links resolved; who can put a link into a root afterwards can write there anyway,
/// and the silos check again (<see cref="JobSpec.Confine"/>).
/// </remarks>
internal sealed class JobRoots : IJobRoots
{
    private const int LongestLocation = 4096;
    private readonly IReadOnlyList<string> _writable;
    private readonly IReadOnlyList<string> _readable;

    /// <summary>Resolves the roots.</summary>
    /// <exception cref="GridException">A root is no folder that exists and no address.</exception>
    public JobRoots(AccessOptions options)
    {
        _writable = [.. options.Roots.Select(r => Root(r, "--root"))];
        _readable = [.. _writable, .. options.ReadRoots.Select(r => Root(r, "--read-root"))];
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Readable => _readable;

    /// <inheritdoc/>
    public string Resolve(string location, bool write)
    {
        var roots = write ? _writable : _readable;
        if (roots.Count == 0)
            throw new GridException(write || _readable.Count == 0
                ? "This server takes no jobs over HTTP, for it has no folder for them; start it with --root DIR (or UNIBIND_ROOT)."
                : "This server has no folder that jobs may read over HTTP; start it with --root DIR or --read-root DIR.");
        if (string.IsNullOrWhiteSpace(location) || location.Length > LongestLocation || location.Any(char.IsControl))
            throw new GridException($"A location has 1 to {LongestLocation} characters and no control characters.");
        var resolved = location.Contains("://", StringComparison.Ordinal) ? Address(location) : Local(location, roots[0]);
        return roots.Any(root => Holds(root, resolved))
            ? resolved
            : throw new GridException($"'{location}' lies outside the folders that jobs over HTTP may {(write ? "write to" : "read from")}; the server's --root{(write ? "" : " and --read-root")} name them.");
    }

    private static string Local(string location, string first)
    {
        if (location.Split('/', '\\').Contains(".."))
            throw Refused(location, "'..' is not taken");
        if (!Path.IsPathRooted(location))
        {
            if (ObjectAddress.IsRemote(first))
                return Address(ObjectAddress.Combine(first, location));
            location = Path.Combine(first, location);
        }
        else if (!Path.IsPathFullyQualified(location))
        {
            throw Refused(location, "give the whole path");
        }
        return Path.TrimEndingDirectorySeparator(RealPath.Of(Path.GetFullPath(location)) ?? throw Refused(location, "its links lead nowhere"));
    }

    private static string Address(string location)
    {
        // Servers differ in what they make of a backslash or of an encoded dot; no corpus needs either.
        if (location.Contains('\\') || location.Contains("%2e", StringComparison.OrdinalIgnoreCase) || location.Contains("%2f", StringComparison.OrdinalIgnoreCase) || location.Contains("%5c", StringComparison.OrdinalIgnoreCase))
            throw Refused(location, "backslashes and encoded dots and slashes are not taken");
        try
        {
            var normal = ObjectAddress.Normalize(location);
            return ObjectAddress.IsRemote(normal) ? normal : Local(normal, normal);
        }
        catch (CorpusException e)
        {
            throw new GridException(e.Message, e);
        }
    }

    private static string Root(string root, string option)
    {
        try
        {
            if (root.Contains("://", StringComparison.Ordinal) && ObjectAddress.Normalize(root) is var address && ObjectAddress.IsRemote(address))
                return address;
            var path = ObjectAddress.Normalize(root);
            if (Directory.Exists(path) && RealPath.Of(path) is { } real)
                return Path.TrimEndingDirectorySeparator(real);
        }
        catch (Exception e) when (e is CorpusException or ArgumentException)
        {
            throw new GridException($"{option} '{root}' is no folder: {e.Message}", e);
        }
        throw new GridException($"{option} '{root}' is no folder that exists; make it first, or name another.");
    }

    /// <summary>Whether a location is a root or lies below it. Case counts everywhere: on a file system where it does not, that refuses more than it must.</summary>
    private static bool Holds(string root, string location)
    {
        if (ObjectAddress.IsRemote(root) != ObjectAddress.IsRemote(location))
            return false;
        var separator = ObjectAddress.IsRemote(root) ? '/' : Path.DirectorySeparatorChar;
        return location == root || location.StartsWith(root.EndsWith(separator) ? root : root + separator, StringComparison.Ordinal);
    }

    private static GridException Refused(string location, string why) => new($"'{location}' is no location for a job: {why}.");
}
