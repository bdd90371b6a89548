using UniBind.Grid.Media;

namespace UniBind.Grid.Cli;

/// <summary>Reads the items that online commands send to the grid.</summary>
internal static class MediaQueries
{
    /// <summary>A file, with what it is.</summary>
    /// <param name="path">The file, as the user wrote it.</param>
    /// <param name="declared">What it is; null lets its content decide.</param>
    /// <param name="tooLarge">What to do with a file that is too large for a call.</param>
    /// <exception cref="GridException">It is a folder, missing or too large.</exception>
    /// <exception cref="ItemException">It cannot be read, or its content tells no modality.</exception>
    public static MediaQuery Read(string path, Modality? declared, string tooLarge)
    {
        if (Directory.Exists(path))
            throw new GridException($"'{path}' is a folder; give files, or embed the folder: unibind embed {path} --space S@v --out DIR");
        if (!File.Exists(path))
            throw new GridException($"There is no file '{path}'.");
        using var content = MediaContent.FromFile(Path.GetFullPath(path), path);
        if (content.Length > EmbedRequest.MaxBytes)
            throw new GridException($"'{path}' has {content.Length:N0} bytes and a call carries at most {EmbedRequest.MaxBytes:N0}; {tooLarge}");
        var modality = MediaSniffer.Detect(content, declared).Modality;
        return new MediaQuery { Name = path, Content = content.ReadBytes(EmbedRequest.MaxBytes).ToArray(), Modality = modality };
    }
}
