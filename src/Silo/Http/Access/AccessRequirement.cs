using Microsoft.AspNetCore.Authorization;

namespace UniBind.Grid.Silo;

/// <summary>A policy of this server: what the caller must have.</summary>
/// <param name="scope">The scope; null for any valid key.</param>
/// <param name="isMetrics">True for reading metrics, which may be open to everybody.</param>
internal sealed class AccessRequirement(string? scope, bool isMetrics = false) : IAuthorizationRequirement
{
    /// <summary>The scope; null for any valid key.</summary>
    public string? Scope { get; } = scope;

    /// <summary>True for reading metrics.</summary>
    public bool IsMetrics { get; } = isMetrics;
}
