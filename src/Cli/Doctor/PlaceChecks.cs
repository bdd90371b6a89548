using System.Net;
using System.Net.Sockets;
using UniBind.Grid.Corpora;
using UniBind.Grid.Silo;

namespace UniBind.Grid.Cli;

/// <summary>The folders, ports and keys of this machine, and object storage.</summary>
internal static class PlaceChecks
{
    private const long Little = 2L << 30;
    private const long None = 64L << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>A folder that the grid writes to: that it can be written, and the room there.</summary>
    public static Finding Folder(string name, string folder)
    {
        try
        {
            // What does not exist yet is made by the first command: then its parent counts.
            var there = folder;
            while (!Directory.Exists(there) && Path.GetDirectoryName(there) is { } parent)
                there = parent;
            using (new FileStream(Path.Combine(there, ".unibind-doctor-" + Guid.NewGuid().ToString("N")), new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.DeleteOnClose }))
            {
                // That it could be made is all that is asked.
            }
            var free = DiskSpace.Available(there);
            var text = $"{folder}, {ProgressText.Bytes(free)} free" + (there == folder ? "" : "; made by the first command");
            return free < None ? Finding.Bad("data", name, text, "Free some, or choose another folder; next to nothing can be written here.")
                : free < Little ? Finding.Note("data", name, text, "That is little: outputs, the cache and the state of jobs grow.")
                : Finding.Good("data", name, text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CorpusException)
        {
            return Finding.Bad("data", name, $"'{folder}' cannot be written: {e.Message}", "Give this user the right to, or choose another folder with --data.");
        }
    }

    /// <summary>A TCP port of loopback that serving takes.</summary>
    public static Finding Port(int port)
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return Finding.Good("ports", FormattableString.Invariant($"{port}"), "free, for 'unibind serve'");
        }
        catch (SocketException e)
        {
            return Finding.Note("ports", FormattableString.Invariant($"{port}"), $"taken: {e.SocketErrorCode}", "If that is not a grid of yours ('unibind health' tells), give 'unibind serve' another --http-port.");
        }
    }

    /// <summary>The file of API keys: nobody but its owner can change it. It holds hashes alone, and a mounted secret can be read by all users.</summary>
    public static Finding Keys(string file)
    {
        if (!File.Exists(file))
            return Finding.Good("keys", "file", $"none at {file}: HTTP answers this machine alone, without keys");
        try
        {
            var keys = new ApiKeyFile(file).Read();
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != 0)
                return Finding.Bad("keys", "file", $"'{file}' can be changed by other users, who could give themselves keys.", $"Run chmod go-w '{file}'.");
            var good = keys.Count(k => k.IsGoodAt(DateTimeOffset.UtcNow));
            return good > 0
                ? Finding.Good("keys", "file", $"{file}, {good} of {keys.Count} keys are good")
                : Finding.Note("keys", "file", $"{file} has no key that is good", "Nobody can ask over HTTP; make one with 'unibind keys create'.");
        }
        catch (Exception e) when (e is GridException or IOException or UnauthorizedAccessException)
        {
            return Finding.Bad("keys", "file", e.Message, "Put the file right, or move it away and make keys anew.");
        }
    }

    /// <summary>A folder in object storage: that it can be listed.</summary>
    public static async Task<Finding> StorageAsync(string address, CancellationToken cancellationToken)
    {
        try
        {
            var any = await ObjectStores.Open(address).AnyAsync("", cancellationToken).WaitAsync(Patience, cancellationToken);
            return Finding.Good("storage", address, any ? "answers, and has objects" : "answers, and is empty");
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return Finding.Bad("storage", address, e is TimeoutException ? $"It did not answer for {Patience.TotalSeconds:0} s." : e.Message, "Check the address, the credentials in the environment and the network.");
        }
    }
}
