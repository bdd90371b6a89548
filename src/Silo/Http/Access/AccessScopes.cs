namespace UniBind.Grid.Silo;

/// <summary>What an API key may be allowed; each is also the name of the authorization policy that asks for it.</summary>
public static class AccessScopes
{
    /// <summary>Online embedding and classification, and the lists of models and spaces.</summary>
    public const string Embed = "embed";

    /// <summary>Submitting, watching and steering jobs.</summary>
    public const string Jobs = "jobs";

    /// <summary>The dashboard and everything else.</summary>
    public const string Admin = "admin";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Embed, Jobs, Admin];
}
