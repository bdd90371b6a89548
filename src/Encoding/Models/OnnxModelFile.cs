namespace UniBind.Grid.Encoding;

/// <summary>What a look into an ONNX file tells without loading it.</summary>
/// <param name="Signature">Its inputs and outputs.</param>
/// <param name="ExternalFiles">The files that hold its weights, as the model writes them; none when it holds them itself.</param>
/// <param name="ForeignOperators">Operators of a custom domain that the model does not define itself, as <c>domain::operator</c>, sorted.</param>
internal sealed record OnnxModelFile(ModelSignature Signature, IReadOnlyCollection<string> ExternalFiles, IReadOnlyCollection<string> ForeignOperators)
{
    /// <summary>Looks into a file. Reads the structure alone, never the weights; bounded in depth and memory.</summary>
    /// <exception cref="InvalidDataException">The file is no ONNX model.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static OnnxModelFile Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        return Read(stream);
    }

    /// <summary>Looks into a seekable stream from its position to its end.</summary>
    /// <exception cref="InvalidDataException">The bytes are no ONNX model.</exception>
    public static OnnxModelFile Read(Stream stream) => new OnnxModelScanner(stream).Scan();
}
