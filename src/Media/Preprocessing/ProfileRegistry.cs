namespace UniBind.Grid.Media;

/// <summary>The preprocessing profiles by name: the one place where a profile is added.</summary>
public static class ProfileRegistry
{
    private static readonly SortedDictionary<string, Func<ProfileContext, IPreprocessingProfile>> Profiles = new(StringComparer.Ordinal)
    {
        [ClipImageProfile.ProfileName] = context => new ClipImageProfile(context),
        [UniBindThermalProfile.ProfileName] = context => new UniBindThermalProfile(context),
        [PointBindProfile.ProfileName] = context => new PointBindProfile(context),
        [PointCloudProfile.ProfileName] = context => new PointCloudProfile(context),
        [UniBindEventProfile.ProfileName] = context => new UniBindEventProfile(context),
        [EventTimeSurfaceProfile.ProfileName] = context => new EventTimeSurfaceProfile(context),
    };

    /// <summary>The names of all profiles, sorted.</summary>
    public static IReadOnlyCollection<string> Names => Profiles.Keys;

    /// <summary>Makes a profile.</summary>
    /// <exception cref="InvalidDataException">The name is unknown, or an option is unknown or out of range; the message names it.</exception>
    public static IPreprocessingProfile Create(string name, ProfileContext context) =>
        Profiles.TryGetValue(name, out var create)
            ? create(context)
            : throw new InvalidDataException($"The preprocessing profile '{name}' is unknown; known are {string.Join(", ", Names)}.");
}
