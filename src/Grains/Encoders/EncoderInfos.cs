using UniBind.Grid.Encoding;

namespace UniBind.Grid.Grains;

/// <summary>What a pack's host says of its encoders.</summary>
internal static class EncoderInfos
{
    public static IEnumerable<EncoderInfo> Of(EncoderHost host) => host.Pack.Encoders.Select(e => new EncoderInfo
    {
        Pack = host.Pack.Name,
        PackSha256 = host.Pack.Sha256,
        Modality = e.Key,
        Dimension = e.Value.Dimension,
        Sha256 = e.Value.Sha256,
        Licence = e.Value.Licence.Name,
        Provider = host.Provider,
        Aligned = host.Pack.Aligned,
    });
}
