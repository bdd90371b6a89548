using UniBind.Grid.Encoding;

namespace UniBind.Grid.Cli;

/// <summary>A pack, for people and for programs.</summary>
internal sealed record PackSummary(string Name, string Version, string Description, string Folder, string Sha256, bool Aligned, string Licence, IReadOnlyList<PackSummary.Encoder> Encoders)
{
    public static PackSummary Of(EncoderPack pack) => new(
        pack.Name,
        pack.Version,
        pack.Manifest.Description,
        pack.Folder,
        pack.Sha256,
        pack.Aligned,
        pack.Licence.Name,
        [.. pack.Encoders.Values.Select(e => new Encoder(e.Modality.Name(), e.Dimension, e.Profile.Fingerprint, Terms(e.Licence), e.Licence.Notice, e.Sha256))]);

    public void Print(TextWriter output)
    {
        output.WriteLine($"{Name} {Version}  {Description}".TrimEnd());
        output.WriteLine($"folder    {Folder}");
        output.WriteLine($"sha256    {Sha256}");
        output.WriteLine(Aligned
            ? "space     its modalities share one space"
            : "space     its modalities do not share a space: no class scores or cross-modal search before heads are trained");
        foreach (var e in Encoders)
        {
            output.WriteLine($"{e.Modality,-11} {e.Dimension,5} dimensions  {e.Preprocessing}");
            output.WriteLine($"            {e.Licence}  {e.Sha256[..16]}");
            if (e.Notice is { } notice)
                output.WriteLine($"            {notice}");
        }
    }

    private static string Terms(PackLicence licence) => licence.Name + (licence.CommercialUse ? "" : " (no commercial use)");

    /// <summary>One encoder of it.</summary>
    internal sealed record Encoder(string Modality, int Dimension, string Preprocessing, string Licence, string? Notice, string Sha256);
}
