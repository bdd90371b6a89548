namespace UniBind.Grid;

/// <summary>The labels (silo metadata) that every silo of the grid carries; placement reads them.</summary>
public static class SiloLabels
{
    /// <summary>Key of the role label for each of <see cref="Role.All"/>: <c>role.encoder</c> and so on; the value is <see cref="Yes"/>.</summary>
    public const string RolePrefix = "role.";

    /// <summary>Key of the device label; the value is <c>cpu</c> or <c>cuda</c>.</summary>
    public const string Device = "device";

    /// <summary>Key of the label with the silo's name for people.</summary>
    public const string Name = "name";

    /// <summary>The value of a role label that is set.</summary>
    public const string Yes = "yes";
}
