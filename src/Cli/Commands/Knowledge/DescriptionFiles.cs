using System.Globalization;
using UniBind.Grid.Grains;

namespace UniBind.Grid.Cli;

/// <summary>Description files of users.</summary>
internal static class DescriptionFiles
{
    private const long MaxBytes = 1L << 30;
    private const int NamedFaults = 20;

    /// <summary>Reads a whole file, or nothing of it.</summary>
    /// <exception cref="GridException">It is missing or too large, or lines are broken; the message has their numbers.</exception>
    public static async Task<IReadOnlyList<Description>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            throw new GridException($"There is no file '{path}'.");
        if (new FileInfo(path).Length > MaxBytes)
            throw new GridException($"The knowledge base '{path}' has more than {MaxBytes >> 30} GiB; split it by class.");
        var (descriptions, faults, number) = (new List<Description>(), new List<string>(), 0);
        await foreach (var line in File.ReadLinesAsync(path, cancellationToken))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
                continue;
            try
            {
                descriptions.Add(DescriptionLines.Parse(System.Text.Encoding.UTF8.GetBytes(line)));
            }
            catch (FormatException e)
            {
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"line {number}: {e.Message}"));
            }
        }
        return faults.Count == 0
            ? descriptions
            : throw new GridException($"'{path}' has {faults.Count:N0} broken line{(faults.Count == 1 ? "" : "s")} and nothing of it was imported; {string.Join("; ", faults.Take(NamedFaults))}{(faults.Count > NamedFaults ? "; …" : "")}. Correct them and import again.");
    }

    /// <summary>Writes a file that takes its name when it is complete.</summary>
    /// <returns>The number of descriptions.</returns>
    public static async Task<long> WriteAsync(string path, IAsyncEnumerable<Description> descriptions, CancellationToken cancellationToken)
    {
        var temporary = path + ".new";
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var written = 0L;
        try
        {
            await using (var stream = File.Create(temporary))
                written = await WriteAsync(stream, descriptions, cancellationToken);
            File.Move(temporary, path, overwrite: true);
            return written;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Writes descriptions to a stream, one a line.</summary>
    /// <returns>Their number.</returns>
    public static async Task<long> WriteAsync(Stream stream, IAsyncEnumerable<Description> descriptions, CancellationToken cancellationToken)
    {
        var written = 0L;
        await foreach (var description in descriptions.WithCancellation(cancellationToken))
        {
            await stream.WriteAsync(DescriptionLines.Write([description]), cancellationToken);
            written++;
        }
        return written;
    }
}
