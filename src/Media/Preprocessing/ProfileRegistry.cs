namespace UniBind.Grid.Media;

/// <summary>The preprocessing profiles by name: the one place where a profile is added.</summary>
public static class ProfileRegistry
{
    private static readonly SortedDictionary<string, Func<ProfileContext, IPreprocessingProfile>> Profiles = new(StringComparer.Ordinal)
    {
        [AudioWindowsProfile.ProfileName] = context => new AudioWindowsProfile(context),
        [BertWordPieceProfile.Name] = BertWordPieceProfile.Create,
        [ClipBpeProfile.Name] = ClipBpeProfile.Create,
        [ClipImageProfile.ProfileName] = context => new ClipImageProfile(context),
        [EventTimeSurfaceProfile.ProfileName] = context => new EventTimeSurfaceProfile(context),
        [HashedNgramProfile.ProfileName] = HashedNgramProfile.Create,
        [ImageBindAudioProfile.ProfileName] = context => new ImageBindAudioProfile(context),
        [ImageBindVideoProfile.ProfileName] = context => new ImageBindVideoProfile(context),
        [PointBindProfile.ProfileName] = context => new PointBindProfile(context),
        [PointCloudProfile.ProfileName] = context => new PointCloudProfile(context),
        [SentencePieceProfile.Name] = SentencePieceProfile.Create,
        [UniBindEventProfile.ProfileName] = context => new UniBindEventProfile(context),
        [UniBindThermalProfile.ProfileName] = context => new UniBindThermalProfile(context),
        [VideoClipProfile.ProfileName] = context => new VideoClipProfile(context),
        [VideoFramesProfile.ProfileName] = context => new VideoFramesProfile(context),
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
