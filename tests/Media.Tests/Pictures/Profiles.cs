using System.Text.Json;

namespace UniBind.Grid.Media.Tests;

/// <summary>Profiles from options written as JSON.</summary>
internal static class Profiles
{
    public static ProfileContext Options(string json, MediaLimits? limits = null)
    {
        using var document = JsonDocument.Parse(json);
        return new() { Options = document.RootElement.Clone(), Limits = limits ?? MediaLimits.Default };
    }

    public static PreparedItem Prepare(string profile, string options, byte[] bytes, MediaFormat format, MediaLimits? limits = null)
    {
        using var content = MediaContent.FromBytes("x", bytes);
        return ProfileRegistry.Create(profile, Options(options, limits)).Prepare(content, format, TestContext.Current.CancellationToken);
    }
}
