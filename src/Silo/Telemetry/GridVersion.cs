using System.Reflection;

namespace UniBind.Grid.Silo;

/// <summary>The version of this program.</summary>
internal static class GridVersion
{
    /// <summary>The version without the build's hash.</summary>
    public static string Text { get; } =
        typeof(GridVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
}
