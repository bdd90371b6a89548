namespace UniBind.Grid.Encoding;

/// <summary>Refuses models that would read files outside the pack or need code that is not part of ONNX Runtime.</summary>
internal static class PackModelCheck
{
    /// <summary>Looks into the model of an encoder.</summary>
    /// <param name="folder">The pack's folder, for messages.</param>
    /// <param name="place">Where the encoder stands in the manifest.</param>
    /// <param name="name">The model's path in the pack.</param>
    /// <param name="modelPath">The model's absolute path.</param>
    /// <param name="files">The paths of the encoder's files, whose hashes are checked.</param>
    /// <exception cref="PackException">The file is no model, or one that is refused.</exception>
    public static OnnxModelFile Read(string folder, string place, string name, string modelPath, IReadOnlyCollection<string> files)
    {
        place += ".model";
        OnnxModelFile model;
        try
        {
            model = OnnxModelFile.Read(modelPath);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw PackException.At(folder, place, $"the file '{name}' is no ONNX model that can be read: {e.Message}; export it again.", e);
        }

        if (model.ForeignOperators.Count > 0)
            throw PackException.At(folder, place, $"the model '{name}' uses the custom operator {model.ForeignOperators.First()}; only standard operators and those of ONNX Runtime (com.microsoft) are run, so export it without.");

        // ONNX Runtime resolves a location against the model's own folder.
        var start = name.LastIndexOf('/') is >= 0 and var slash ? name[..(slash + 1)] : "";
        foreach (var location in model.ExternalFiles)
        {
            if (PackFolder.Fault(location) is not null)
                throw PackException.At(folder, place, $"the model '{name}' takes its weights from '{location}', outside the pack's folder; export it with its weights beside it.");
            if (!files.Contains(start + location))
                throw PackException.At(folder, place, $"the model '{name}' takes its weights from '{start + location}', which is not listed in 'files'; add it there with its sha256.");
        }

        return model;
    }
}
