namespace UniBind.Grid.Cli;

/// <summary>Writes the page of an evaluation.</summary>
internal static class ReportFile
{
    /// <summary>The page appears complete or not at all, and replaces an older one.</summary>
    public static async Task WriteAsync(string file, string page, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var temporary = $"{file}.{Guid.NewGuid():N}";
        try
        {
            await File.WriteAllTextAsync(temporary, page, cancellationToken);
            File.Move(temporary, file, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
