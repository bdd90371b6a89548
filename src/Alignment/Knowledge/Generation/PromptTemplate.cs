using System.Security.Cryptography;

namespace UniBind.Grid.Alignment;

/// <summary>A named prompt: the instructions to the model. Names of classes never become part of it; they travel as data in a message of their own.</summary>
/// <param name="Name">The name on the command line.</param>
/// <param name="Set">The set that it belongs to: <c>general</c>, <c>manufacturing</c> or <c>caption</c>.</param>
/// <param name="Facet">The facet of what it writes.</param>
/// <param name="Modalities">The modalities that its descriptions count for; empty for all.</param>
/// <param name="Text">The instructions.</param>
public sealed record PromptTemplate(string Name, string Set, string Facet, Modality[] Modalities, string Text)
{
    /// <summary>The SHA-256 of <see cref="Text"/> as UTF-8, in lower-case hex: the prompt hash of every description that it led to.</summary>
    public string Sha256 { get; } = Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Text)));
}
