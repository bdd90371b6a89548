using System.Reflection;
using UniBind.Grid.Encoding;
using UniBind.Grid.Media;

namespace UniBind.Grid.Grains;

/// <summary>The fingerprint of what a vector's numbers depend on besides its encoder. Rows of equal fingerprints are equal to the last bit.</summary>
internal static class Numerics
{
    public static string Describe(EncoderHost host) =>
        $"grid={VersionOf(typeof(Numerics))};media={VersionOf(typeof(MediaSniffer))};vips={VersionOf(typeof(NetVips.Image))};dotnet={Environment.Version};{host.Numerics}";

    private static string VersionOf(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "?";
}
