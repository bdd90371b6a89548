using System.Text.Json;

namespace UniBind.Grid.Silo;

/// <summary>
/// The folder where an embedded grid keeps its state. One process owns it at a time, by an exclusive lock that the operating system
/// drops when the process ends, however it ends; others find the owner's address in it and connect.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
public sealed class DataDirectory : IDisposable
{
    private const string LockName = "grid.lock";
    private const string AddressName = "grid.json";
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);
    private readonly FileStream _lock;

    private DataDirectory(string path, FileStream held)
    {
        Path = path;
        _lock = held;
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The database of grain state.</summary>
    public string DatabaseFile => System.IO.Path.Combine(Path, "grid.db");

    /// <summary>The folder of spaces.</summary>
    public string SpacesFolder => System.IO.Path.Combine(Path, "spaces");

    /// <summary>The folder of the embedding cache.</summary>
    public string CacheFolder => CacheFolderOf(Path);

    /// <summary>The folder of the embedding cache in a data directory, which need not exist.</summary>
    public static string CacheFolderOf(string path) => System.IO.Path.Combine(path, "cache");

    /// <summary>The environment variable that names the data directory.</summary>
    public const string Variable = "UNIBIND_HOME";

    /// <summary>The folder that is used when nothing else is said: <c>UNIBIND_HOME</c>, else <c>.unibind</c> in the user's home.</summary>
    public static string DefaultPath => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
        ? System.IO.Path.GetFullPath(named)
        : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".unibind");

    /// <summary>Takes the folder, or returns null when a running process owns it.</summary>
    /// <exception cref="GridException">The folder cannot be created or written.</exception>
    public static DataDirectory? TryOwn(string path)
    {
        try
        {
            Create(path);
            var held = new FileStream(System.IO.Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.Delete(System.IO.Path.Combine(path, AddressName));
            return new DataDirectory(path, held);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new GridException($"The data directory '{path}' cannot be written; choose another with --data or UNIBIND_HOME.", e);
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException) && File.Exists(System.IO.Path.Combine(path, LockName)))
        {
            return null;
        }
        catch (IOException e)
        {
            throw new GridException($"The data directory '{path}' cannot be used: {e.Message}", e);
        }
    }

    /// <summary>Waits until the owner of the folder has published its address; null when nobody owns it any more.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async Task<GridAddress?> FindOwnerAsync(string path, CancellationToken cancellationToken)
    {
        var file = System.IO.Path.Combine(path, AddressName);
        while (true)
        {
            if (await TryReadAsync(file, cancellationToken) is { } address)
                return address;
            using var free = TryOwn(path);
            if (free is not null)
                return null;
            await Task.Delay(Poll, cancellationToken);
        }
    }

    /// <summary>Makes the owner's address known to other commands.</summary>
    public void Publish(GridAddress address)
    {
        var file = System.IO.Path.Combine(Path, AddressName);
        var temporary = file + ".new";
        File.Delete(temporary);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        // Who reads the address can drive the grid: it is its owner's alone.
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(temporary, options))
            JsonSerializer.Serialize(stream, address);
        File.Move(temporary, file, overwrite: true);
    }

    /// <summary>Takes the address back, before the grid behind it stops: later commands wait instead of connecting to a grid that ends.</summary>
    public void Withdraw() => File.Delete(System.IO.Path.Combine(Path, AddressName));

    /// <summary>Gives the folder back.</summary>
    public void Dispose()
    {
        Withdraw();
        _lock.Dispose();
    }

    /// <summary>A new folder is its owner's alone; an existing one stays as it is.</summary>
    private static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static async Task<GridAddress?> TryReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            return JsonSerializer.Deserialize<GridAddress>(await File.ReadAllTextAsync(file, cancellationToken));
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return null;
        }
    }
}
