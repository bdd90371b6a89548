namespace UniBind.Grid.Encoding;

/// <summary>An encoder pack is not what it must be. The message is one sentence: which pack, where in it, what is wrong, what to do.</summary>
/// <param name="message">The sentence.</param>
/// <param name="inner">The failure underneath, if any.</param>
public sealed class PackException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>A fault at a place of <c>pack.json</c>.</summary>
    /// <param name="folder">The pack's folder.</param>
    /// <param name="path">The place, for example <c>$.encoders.image.model</c>.</param>
    /// <param name="problem">What is wrong and what to do, without a capital and with a full stop.</param>
    /// <param name="inner">The failure underneath, if any.</param>
    internal static PackException At(string folder, string path, string problem, Exception? inner = null) =>
        new($"{Path.Combine(folder, EncoderPack.ManifestName)} at {path}: {problem}", inner);
}
